package dev.flowers.embedding;

import ai.djl.util.Progress;

/** Told, and tells nobody. */
class SilentProgress implements Progress {
  @Override
  public void reset(String message, long max, String trailingMessage) {}

  @Override
  public void start(long initialProgress) {}

  @Override
  public void end() {}

  @Override
  public void increment(long increment) {}

  @Override
  public void update(long progress, String message) {}
}
