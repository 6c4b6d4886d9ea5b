package dev.flowers.report;

import dev.flowers.head.EpochResult;
import java.util.List;
import java.util.OptionalDouble;

/** Loss and accuracy over the epochs, on training and validation photos. */
final class TrainingCurves {
  private static final LineChart LOSS =
      new LineChart(
          "Loss (nats)",
          epoch -> OptionalDouble.of(epoch.trainLoss()),
          EpochResult::validationLoss,
          Double.POSITIVE_INFINITY,
          tick -> Float.toString((float) tick));

  private static final LineChart ACCURACY =
      new LineChart(
          "Accuracy",
          epoch -> OptionalDouble.of(epoch.trainAccuracy()),
          EpochResult::validationAccuracy,
          1,
          Numbers::shortPercent);

  private TrainingCurves() {}

  static void write(Markup page, List<EpochResult> history, int bestEpoch) {
    page.open("section", "id", "training").line();
    page.element("h2", "Training");
    page.element(
        "p",
        "Epoch "
            + bestEpoch
            + " of "
            + history.get(history.size() - 1).epoch()
            + " was kept (vertical line). If the validation loss rises while the training loss still"
            + " falls, the head is overfitting.",
        "class",
        "say");
    page.open("ul", "class", "key");
    key(page, "validation", "validation photos");
    key(page, "train", "training photos");
    page.close();
    page.open("div", "class", "pair").line();
    LOSS.write(page, history, bestEpoch);
    ACCURACY.write(page, history, bestEpoch);
    page.close();
    table(page, history);
    page.close().line();
  }

  private static void key(Markup page, String line, String meaning) {
    page.open("li").open("svg", "class", "swatch", "viewBox", "0 0 28 8", "aria-hidden", "true");
    page.empty("path", "class", "line " + line, "d", "M1 4L27 4");
    page.close().text(meaning).close();
  }

  private static void table(Markup page, List<EpochResult> history) {
    page.open("details").element("summary", "The curves as a table");
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Epochs");
    page.open("table").open("thead").open("tr");
    for (String head :
        List.of("epoch", "loss, training", "validation", "accuracy, training", "validation")) {
      page.element("th", head, "scope", "col");
    }
    page.close().close().open("tbody").line();
    for (EpochResult epoch : history) {
      page.open("tr").element("th", Integer.toString(epoch.epoch()), "scope", "row");
      page.element("td", Numbers.decimal(epoch.trainLoss()));
      page.element("td", Numbers.decimal(epoch.validationLoss()));
      page.element("td", Numbers.percent(epoch.trainAccuracy()));
      page.element("td", Numbers.percent(epoch.validationAccuracy()));
      page.close().line();
    }
    page.close().close().close().close().line();
  }
}
