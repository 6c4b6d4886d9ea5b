package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadSearch;
import dev.flowers.training.PipelineListener;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a pipeline's progress: a line for each stage, tables of epochs, trials and rounds. */
final class PipelineOutput implements PipelineListener, AutoCloseable {
  private static final long MEGABYTE = 1_000_000;
  private final Terminal terminal;
  private @Nullable Stage current;
  private @Nullable Progress progress;

  PipelineOutput(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void onStart(Stage stage, String description) {
    if (description.isEmpty()) {
      return;
    }
    if (stage == Stage.CROSS_VALIDATION || stage == Stage.REPEATS) {
      terminal.say("");
    }
    say(stage, description);
    String table =
        switch (stage) {
          case TRAIN -> "epoch  train loss  accuracy  validation loss  accuracy  seconds";
          case SEARCH ->
              "trial  validation loss  accuracy  epoch  seconds  hidden  dropout  batch      rate"
                  + "  schedule  decay  smoothing";
          case CROSS_VALIDATION -> "fold  photos  accuracy  macro F1  best epoch";
          case REPEATS -> "seed  split seed  photos  accuracy  macro F1  best epoch";
          default -> "";
        };
    if (!table.isEmpty()) {
      terminal.say("          %s", table);
    }
  }

  @Override
  public synchronized void onProgress(Stage stage, long done, long total) {
    if (progress == null) {
      boolean bytes = stage == Stage.DOWNLOAD || stage == Stage.CONVERT;
      String unit = stage == Stage.LEAVE_CLASS_OUT ? " classes" : " photos";
      progress = terminal.progress(bytes ? " MB" : unit, bytes ? MEGABYTE : 1);
      progress.reset(label(stage), total);
      progress.start(done);
    }
    progress.update(done);
  }

  @Override
  public void onEnd(Stage stage, String summary) {
    close();
    if (stage == Stage.PUBLISH) {
      terminal.say("");
    }
    say(stage, summary);
  }

  @Override
  public void onNote(Stage stage, String note) {
    close();
    terminal.say("note      %s", note);
    current = null;
  }

  @Override
  public void onEpoch(EpochResult result) {
    terminal.say(
        "          %5d  %10.4f  %8.4f  %15s  %8s  %7.2f",
        result.epoch(),
        result.trainLoss(),
        result.trainAccuracy(),
        DisplayText.of(result.validationLoss()),
        DisplayText.of(result.validationAccuracy()),
        result.seconds());
  }

  @Override
  public void onTrial(HeadSearch.Trial trial) {
    HeadOptions options = trial.options();
    terminal.say(
        "          %5d  %15s  %8s  %5s  %7.1f  %6d  %7s  %5d  %8s  %8s  %5s  %9s",
        trial.number(),
        trial.bestEpoch().isPresent() ? DisplayText.of(trial.validationLoss()) : "diverged",
        DisplayText.of(trial.validationAccuracy()),
        trial.bestEpoch().isPresent() ? trial.bestEpoch().getAsInt() : "–",
        trial.seconds(),
        options.hidden(),
        DisplayText.of(options.dropout()),
        options.batchSize(),
        DisplayText.of(options.learningRate()),
        DisplayText.of(options.schedule()),
        DisplayText.of(options.weightDecay()),
        DisplayText.of(options.labelSmoothing()));
  }

  @Override
  public void onEvaluation(Evaluation evaluation) {
    terminal.say("");
    evaluation.text().lines().forEach(line -> terminal.say("          %s", line));
  }

  @Override
  public void onRound(Stage stage, Round round) {
    String number =
        stage == Stage.REPEATS
            ? String.format(Locale.ROOT, "%4d  %10d", round.seed(), round.splitSeed())
            : String.format(Locale.ROOT, "%4d", round.number());
    terminal.say(
        "          %s  %6d  %8s  %8s  %10d",
        number,
        round.evaluation().photos(),
        DisplayText.of(round.evaluation().accuracy()),
        DisplayText.of(round.evaluation().confusion().macroF1()),
        round.bestEpoch());
  }

  private static String label(Stage stage) {
    return switch (stage) {
      case DOWNLOAD -> "download";
      case CONVERT -> "convert";
      case EMBED -> "embed";
      case SEARCH -> "tune";
      case TRAIN -> "train";
      case EVALUATE -> "evaluate";
      case PUBLISH -> "publish";
      case PROMOTE -> "promote";
      case REPORT -> "report";
      case CROSS_VALIDATION -> "folds";
      case REPEATS -> "repeat";
      case LEAVE_CLASS_OUT -> "left out";
    };
  }

  /** What else is told of a stage is indented below its first line. */
  private void say(Stage stage, String text) {
    terminal.say("%-9s %s", stage == current ? "" : label(stage), text);
    current = stage;
  }

  /** Ends a progress bar that is still there. */
  @Override
  public synchronized void close() {
    if (progress != null) {
      progress.end();
      progress = null;
    }
  }
}
