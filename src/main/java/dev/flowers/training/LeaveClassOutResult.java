package dev.flowers.training;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.flowers.novelty.LeaveClassOut;
import dev.flowers.zoo.PublishedModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How well photos of an unknown class would be noticed by models that are trained as a published
 * one was.
 *
 * @param model the model
 * @param embeddings the TFRecord
 * @param maxNovel the share of known photos that may be called novel
 * @param rounds one for each class
 */
public record LeaveClassOutResult(
    PublishedModel model, Path embeddings, double maxNovel, List<LeaveClassOut.Round> rounds) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /** Copies the list. */
  public LeaveClassOutResult {
    rounds = List.copyOf(rounds);
  }

  /** Returns the figures as a table, with their mean in the last line. */
  public String text() {
    StringBuilder text = new StringBuilder();
    int name = rounds.stream().mapToInt(round -> round.className().length()).max().orElse(0);
    int width = Math.max("left out".length(), name);
    String row = "%-" + width + "s  %6s  %8s  %8s %8s %8s  %8s %8s %8s\n";
    text.append(
        String.format(
            Locale.ROOT,
            "%-" + width + "s                    novelty                     largest probability\n",
            ""));
    text.append(
        String.format(
            Locale.ROOT,
            row,
            "left out",
            "photos",
            "accuracy",
            "AUROC",
            "rejected",
            "known",
            "AUROC",
            "rejected",
            "known"));
    for (LeaveClassOut.Round round : rounds) {
      text.append(row(row, round.className(), Integer.toString(round.photos()), List.of(round)));
    }
    text.append(row(row, "mean", "", rounds));
    return text.toString();
  }

  private static String row(
      String format, String name, String photos, List<LeaveClassOut.Round> of) {
    return String.format(
        Locale.ROOT,
        format,
        name,
        photos,
        figure(of, LeaveClassOut.Round::accuracy),
        figure(of, round -> round.novelty().area()),
        figure(of, round -> round.novelty().rejected()),
        figure(of, round -> round.novelty().knownRejected()),
        figure(of, round -> round.probability().area()),
        figure(of, round -> round.probability().rejected()),
        figure(of, round -> round.probability().knownRejected()));
  }

  private static String figure(
      List<LeaveClassOut.Round> rounds, ToDoubleFunction<LeaveClassOut.Round> figure) {
    return String.format(Locale.ROOT, "%.4f", LeaveClassOut.mean(rounds, figure));
  }

  /**
   * Returns the figures as JSON with the fields {@code format} ("flowers-leave-class-out") and
   * {@code version} (1).
   */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", "flowers-leave-class-out");
    json.put("version", 1);
    json.put("model", model.reference());
    json.put("embeddings", embeddings.toString());
    json.put("maxNovel", maxNovel);
    json.put("classes", rounds.stream().map(LeaveClassOutResult::element).toList());
    Map<String, Object> mean = new LinkedHashMap<>();
    mean.put("noveltyArea", LeaveClassOut.mean(rounds, round -> round.novelty().area()));
    mean.put("probabilityArea", LeaveClassOut.mean(rounds, round -> round.probability().area()));
    json.put("mean", mean);
    return GSON.toJson(json) + '\n';
  }

  private static Map<String, Object> element(LeaveClassOut.Round round) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("class", round.className());
    element.put("photos", round.photos());
    element.put("knownPhotos", round.knownPhotos());
    element.put("accuracy", round.accuracy());
    element.put("novelty", figures(round.novelty()));
    element.put("probability", figures(round.probability()));
    return element;
  }

  private static Map<String, Object> figures(LeaveClassOut.Figures figures) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("area", figures.area());
    element.put("rejected", figures.rejected());
    element.put("knownRejected", figures.knownRejected());
    return element;
  }
}
