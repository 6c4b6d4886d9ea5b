package dev.flowers.training;

import dev.flowers.evaluation.DifferenceInterval;
import dev.flowers.evaluation.PairedComparison;
import dev.flowers.storage.Quantity;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.Promotion;
import dev.flowers.zoo.PublishedModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a training promotes what it has published, and why.
 *
 * @param promoted whether the new version is the current one now
 * @param reason why, or why not, in a sentence
 * @param current the version that was current before; empty if the new one is the first
 * @param comparison the two on the same photos; empty where they were not compared
 */
public record PromotionDecision(
    boolean promoted,
    String reason,
    Optional<PublishedModel> current,
    Optional<ModelComparison> comparison) {

  private static final double SIGNIFICANT = 0.05;

  /** Three to one: what is taken for worse. */
  private static final double WORSE = 0.25;

  /** Of the first version of a name. */
  static PromotionDecision first() {
    return new PromotionDecision(true, Promotion.ONLY_VERSION, Optional.empty(), Optional.empty());
  }

  /** Without a comparison. */
  static PromotionDecision of(boolean promoted, String reason, PublishedModel current) {
    return new PromotionDecision(promoted, reason, Optional.of(current), Optional.empty());
  }

  /**
   * By a comparison with the current version, the first of it, as {@link PromotionPolicy#BETTER}.
   *
   * @param published the current version's figures on its own test part, when it was published
   */
  static PromotionDecision of(ModelComparison comparison, ModelProvenance.TestFigures published) {
    Verdict verdict =
        comparison.paired().isEmpty()
            ? new Verdict(false, nothingToCompareOn(comparison))
            : verdict(comparison, comparison.paired().get(), published);
    return new PromotionDecision(
        verdict.promoted, verdict.reason, Optional.of(comparison.first()), Optional.of(comparison));
  }

  private record Verdict(boolean promoted, String reason) {}

  private static String nothingToCompareOn(ModelComparison comparison) {
    return "there is no photo to compare on"
        + (comparison.seen() > 0
            ? ": one of the two was fitted to "
                + Quantity.of(comparison.seen(), "photo")
                + ", and others are of classes that one of them has not"
            : ": the two have no class in common");
  }

  private static Verdict verdict(
      ModelComparison comparison, PairedComparison figures, ModelProvenance.TestFigures published) {
    List<String> missing = comparison.onlyFirstClasses();
    String line = ComparisonText.line(figures);
    if (!missing.isEmpty()) {
      return new Verdict(
          false,
          "it lacks "
              + (missing.size() == 1 ? "the class " : "the classes ")
              + String.join(", ", missing)
              + " of "
              + comparison.first().reference()
              + "; "
              + line);
    }
    String changed =
        comparison
            .fit()
            .filter(ModelComparison.Fit::fell)
            .map(PromotionDecision::changedLabels)
            .orElse("");
    if (changed.isEmpty()) {
      changed = changedData(figures, published);
    }
    if (figures.pSecondWorse() < WORSE) {
      return new Verdict(false, "it is worse: " + line + changed);
    }
    if (!changed.isEmpty() && !(figures.pSecondBetter() < SIGNIFICANT)) {
      return new Verdict(false, "it is not better beyond chance: " + line + changed);
    }
    return new Verdict(true, found(figures) + line);
  }

  private static String found(PairedComparison figures) {
    if (figures.onlySecond() == figures.onlyFirst()) {
      return "it is as good: ";
    }
    return figures.onlySecond() > figures.onlyFirst()
        ? "it is better: "
        : "it is as good but for chance: ";
  }

  private static String changedLabels(ModelComparison.Fit fit) {
    return String.format(
        Locale.ROOT,
        ". Of the photos that it was fitted to, the current version had %.4f right, and has %.4f by"
            + " the labels of now: labels or photos have changed; flowers suspects shows labels that"
            + " may be wrong",
        fit.firstThen().accuracy(),
        fit.firstNow().accuracy());
  }

  /** A sentence if the current version is worse now than it was; else nothing. */
  private static String changedData(
      PairedComparison figures, ModelProvenance.TestFigures published) {
    if (published.accuracy().isEmpty()) {
      return "";
    }
    double before = published.accuracy().getAsDouble();
    DifferenceInterval drop =
        DifferenceInterval.independent(
            (int) Math.round(before * published.photos()),
            published.photos(),
            figures.bothRight() + figures.onlyFirst(),
            figures.photos());
    return drop.low() <= 0
        ? ""
        : String.format(
            Locale.ROOT,
            ". The current version has %.4f on these photos, and had %.4f on %s when it was published:"
                + " labels or photos have changed; flowers suspects shows labels that may be wrong",
            figures.firstAccuracy(),
            before,
            Quantity.of(published.photos(), "photo"));
  }
}
