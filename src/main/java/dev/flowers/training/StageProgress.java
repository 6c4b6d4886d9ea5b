package dev.flowers.training;

import ai.djl.util.Progress;
import org.jspecify.annotations.Nullable;

/** Forwards DJL's {@code Progress} of a stage to a listener. */
final class StageProgress implements Progress {
  private final PipelineListener listener;
  private final PipelineListener.Stage stage;
  private long done;
  private long total;

  StageProgress(PipelineListener listener, PipelineListener.Stage stage) {
    this.listener = listener;
    this.stage = stage;
  }

  @Override
  public void reset(String message, long max, @Nullable String trailingMessage) {
    total = max;
    done = 0;
  }

  @Override
  public void start(long initialProgress) {
    update(initialProgress, null);
  }

  @Override
  public void end() {}

  @Override
  public void increment(long increment) {
    update(done + increment, null);
  }

  @Override
  public void update(long progress, @Nullable String message) {
    done = progress;
    listener.onProgress(stage, progress, total);
  }
}
