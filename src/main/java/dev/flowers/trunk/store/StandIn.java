package dev.flowers.trunk.store;

import dev.flowers.trunk.vgg.SeededVgg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A stand-in for public weights that cannot be had: of their format, but random. */
public enum StandIn {
  /** Of the usual trunk's full size, 553 MB. */
  FULL_SIZE(16, 1),
  /** A 64th of its channels. */
  SMALL(1, 64);

  /** What the demo's weights are called: random ones, which nobody else is to be given. */
  public static final String FILE_NAME = "stand-in.npy";

  private final long seed;
  private final int divide;

  StandIn(long seed, int divide) {
    this.seed = seed;
    this.divide = divide;
  }

  /**
   * Writes the file; it appears complete or not at all, and replaces one that is there.
   *
   * @param progress told the bytes written so far, growing to {@link #bytes}; by several threads,
   *     but by one at a time
   * @throws IOException when there is not enough room on the disk, writing fails, or the thread is
   *     interrupted
   */
  public void write(Path file, LongConsumer progress) throws IOException {
    weights().write(file, progress);
  }

  /** How many bytes of values it has. */
  public long bytes() {
    return weights().bytes();
  }

  private SeededVgg weights() {
    return new SeededVgg(seed, divide);
  }
}
