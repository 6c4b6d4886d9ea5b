package dev.flowers.download;

import ai.djl.util.Progress;
import org.jspecify.annotations.Nullable;

/** Progress that is not displayed. */
class SilentProgress implements Progress {
  @Override
  public void reset(String message, long max, @Nullable String trailingMessage) {}

  @Override
  public void start(long initialProgress) {}

  @Override
  public void end() {}

  @Override
  public void increment(long increment) {}

  @Override
  public void update(long progress, @Nullable String message) {}
}
