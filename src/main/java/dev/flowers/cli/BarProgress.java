package dev.flowers.cli;

import ai.djl.util.Progress;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar that is redrawn in place, with rate and remaining time. */
final class BarProgress implements Progress {
  private static final int WIDTH = 100;

  private final PrintStream stream;
  private final ProgressBarStyle style;
  private final String unit;
  private final long unitSize;
  private @Nullable ProgressBarBuilder next;
  private @Nullable ProgressBar bar;

  BarProgress(PrintStream stream, boolean colour, String unit, long unitSize) {
    this.stream = stream;
    this.style = colour ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.UNICODE_BLOCK;
    this.unit = unit;
    this.unitSize = unitSize;
  }

  @Override
  public void reset(String message, long max, @Nullable String trailingMessage) {
    end();
    next =
        new ProgressBarBuilder()
            .setTaskName(message)
            .setInitialMax(max)
            .setStyle(style)
            .setUnit(unit, unitSize)
            .setUpdateIntervalMillis(200)
            .showSpeed()
            .setConsumer(new ConsoleProgressBarConsumer(stream, WIDTH));
  }

  /** What was done before is not to count for the rate, nor for the time left. */
  @Override
  public void start(long initialProgress) {
    if (next != null) {
      next.startsFrom(initialProgress, Duration.ZERO);
    }
    update(initialProgress);
  }

  private @Nullable ProgressBar bar() {
    if (next != null) {
      bar = next.build();
      next = null;
    }
    return bar;
  }

  @Override
  public void end() {
    next = null;
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void increment(long increment) {
    ProgressBar shown = bar();
    if (shown != null) {
      shown.stepBy(increment);
    }
  }

  @Override
  public void update(long progress, @Nullable String message) {
    ProgressBar shown = bar();
    if (shown != null) {
      shown.stepTo(progress);
    }
  }
}
