package dev.flowers.zoo;

import dev.flowers.evaluation.Interval;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.Provenance;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.JsonFormat;
import dev.flowers.trunk.ExportFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model is, was made from and is good for: as {@code README.md} in the form of the Hugging
 * Face hub's model cards, and the same as {@code model_card.json}. It says what the provenance
 * knows, and nothing more.
 *
 * @param model name and version
 * @param created when it was published, in UTC
 * @param toolkit this toolkit's version
 * @param licence of the weights, as the hub names it
 * @param licenceName for people; empty if it is unknown
 * @param licenceUrl its text; empty if it is unknown
 * @param licenceNote what that rests on
 * @param trunk the network below the head, and the file that it was made from; empty if unknown
 * @param trunkIdentity its fingerprint and precision; empty if unknown
 * @param data the name of the folder or file that it was made from; empty if unknown
 * @param trainPhotos how many photos it was trained on
 * @param validationPhotos how many chose the epoch
 * @param testPhotos how many were tested
 * @param split train/validation/test in percent
 * @param splitSeed the split's seed
 * @param options of the head's training
 * @param bestEpoch the epoch whose weights it has
 * @param temperature of the calibration; empty if it was not calibrated
 * @param accuracy on the test photos, in [0,1]; empty without them, as the next
 * @param accuracyLow the lower end of its 95 % interval (Wilson)
 * @param accuracyHigh the upper end
 * @param loss the mean cross-entropy in nats
 * @param calibrationError the expected calibration error, in [0,1]
 * @param classes the classes; without counts in models of earlier versions
 * @param limits what it is not good for or was not tested on, a sentence each
 * @param use how it is used
 * @param note what a reader must know; else empty
 */
record ModelCard(
    String model,
    Instant created,
    String toolkit,
    String licence,
    String licenceName,
    String licenceUrl,
    String licenceNote,
    String trunk,
    String trunkIdentity,
    String data,
    int trainPhotos,
    int validationPhotos,
    int testPhotos,
    String split,
    long splitSeed,
    HeadOptions options,
    int bestEpoch,
    OptionalDouble temperature,
    OptionalDouble accuracy,
    OptionalDouble accuracyLow,
    OptionalDouble accuracyHigh,
    OptionalDouble loss,
    OptionalDouble calibrationError,
    List<ClassCard> classes,
    List<String> limits,
    Use use,
    String note) {
  static final String README = "README.md";
  static final String JSON_FILE = "model_card.json";

  /** The files of a card. */
  static final Set<String> FILES = Set.of(README, JSON_FILE);

  private static final JsonFormat<ModelCard> JSON = JsonFormat.of(ModelCard.class, 1);

  /** A class with fewer test photos has a recall that says little. */
  private static final int FEW = 10;

  ModelCard {
    classes = List.copyOf(classes);
    limits = List.copyOf(limits);
  }

  /**
   * A class.
   *
   * @param name the class
   * @param train photos that it was trained on; −1 where the counts are not known
   * @param validation photos that chose the epoch
   * @param test photos that were tested
   * @param recall on these, in [0,1]; empty without them, as the next
   * @param recallLow the lower end of its 95 % interval (Wilson)
   * @param recallHigh the upper end
   * @param precision in [0,1]; empty where no photo was predicted as the class
   */
  record ClassCard(
      String name,
      int train,
      int validation,
      int test,
      OptionalDouble recall,
      OptionalDouble recallLow,
      OptionalDouble recallHigh,
      OptionalDouble precision) {

    boolean counted() {
      return train >= 0;
    }

    private static ClassCard of(ModelProvenance.ClassFigures figures) {
      OptionalDouble recall = figures.recall();
      boolean tested = recall.isPresent() && figures.test() > 0;
      return new ClassCard(
          figures.name(),
          figures.train(),
          figures.validation(),
          figures.test(),
          recall,
          tested ? low(recall.getAsDouble(), figures.test()) : OptionalDouble.empty(),
          tested ? high(recall.getAsDouble(), figures.test()) : OptionalDouble.empty(),
          figures.precision());
    }

    private static ClassCard uncounted(String name) {
      OptionalDouble none = OptionalDouble.empty();
      return new ClassCard(name, -1, -1, -1, none, none, none, none);
    }
  }

  /** How the model that the card lies beside is used. */
  enum Use {
    /** In a home. */
    HOME,
    /** In a home, with what tells photos of unknown classes. */
    HOME_WITH_NOVELTY,
    /** As a TensorFlow SavedModel. */
    SAVED_MODEL,
    /** As an ONNX file. */
    ONNX;

    static Use of(ExportFormat format) {
      return switch (format) {
        case SAVED_MODEL -> SAVED_MODEL;
        case ONNX -> ONNX;
      };
    }
  }

  static ModelCard of(
      PublishedModel model,
      TrainedHead head,
      ModelProvenance made,
      WeightsLicence licence,
      Use use) {
    Provenance fitted = made.head();
    OptionalDouble accuracy = made.test().accuracy();
    int tested = made.test().photos();
    boolean figures = accuracy.isPresent();
    List<ClassCard> classes =
        made.classes().isEmpty()
            ? head.classes().stream().map(ClassCard::uncounted).toList()
            : made.classes().stream().map(ClassCard::of).toList();
    return new ModelCard(
        model.reference(),
        made.created(),
        made.toolkit(),
        licence.id(),
        licence.name(),
        licence.url(),
        licence.note(),
        made.trunk(),
        fitted.trunk(),
        data(made),
        fitted.trainCount(),
        fitted.validationCount(),
        tested,
        fitted.split().percents(),
        fitted.split().seed(),
        fitted.options(),
        fitted.bestEpoch(),
        fitted.temperature(),
        accuracy,
        figures ? low(accuracy.getAsDouble(), tested) : OptionalDouble.empty(),
        figures ? high(accuracy.getAsDouble(), tested) : OptionalDouble.empty(),
        made.test().loss(),
        made.test().calibrationError(),
        classes,
        limits(made, classes, use),
        use,
        made.note());
  }

  /** The folder's name alone: where it lies is nobody's business. */
  private static String data(ModelProvenance made) {
    String place = made.photos().isEmpty() ? made.embeddings() : made.photos();
    Path name = Path.of(place).getFileName();
    return name == null ? "" : name.toString();
  }

  private static OptionalDouble low(double share, int of) {
    return OptionalDouble.of(wilson(share, of).low());
  }

  private static OptionalDouble high(double share, int of) {
    return OptionalDouble.of(wilson(share, of).high());
  }

  private static Interval wilson(double share, int of) {
    return Interval.wilson((int) Math.round(share * of), of);
  }

  private static List<String> limits(ModelProvenance made, List<ClassCard> classes, Use use) {
    List<String> limits = new ArrayList<>();
    if (made.test().photos() == 0) {
      limits.add("It was not tested: there are no figures of its accuracy.");
    } else {
      limits.add(
          "The figures are of photos of the same collection as those that it was trained on. On photos"
              + " from elsewhere (other cameras, places, seasons) it was not tested.");
    }
    String few =
        classes.stream()
            .filter(c -> c.counted() && c.test() < FEW && made.test().photos() > 0)
            .map(c -> c.name() + " (" + c.test() + ")")
            .collect(Collectors.joining(", "));
    if (!few.isEmpty()) {
      limits.add(
          "Tested on fewer than " + FEW + " photos, so that the recall says little: " + few + ".");
    }
    limits.add(
        switch (use) {
          case HOME_WITH_NOVELTY ->
              "It gives any photo one of its classes, unless it is asked for unknown ones (flowers"
                  + " predict --unknown).";
          case HOME ->
              "It gives any photo one of its classes: nothing in it tells photos of other things.";
          case SAVED_MODEL, ONNX ->
              "It gives any photo one of its classes: the detection of unknown classes is not part of"
                  + " an export.";
        });
    return limits;
  }

  /** Writes both files. */
  void write(Path directory) throws IOException {
    JSON.write(directory.resolve(JSON_FILE), this);
    AtomicFile.write(directory.resolve(README), new CardMarkdown(this).text());
  }
}
