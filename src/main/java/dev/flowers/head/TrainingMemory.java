package dev.flowers.head;

import java.util.Locale;

/**
 * Rejects hyperparameters whose training would not fit into memory, before anything is allocated.
 *
 * @param heapBytes the largest size of the Java heap. Direct buffers may be as large by default,
 *     and what the engine allocates beside it is about as much.
 */
record TrainingMemory(long heapBytes) {
  /** The best weights, the next ones, DJL's copy of those, and the layers that are made of them. */
  private static final int WEIGHT_COPIES = 4;

  /** The largest Java array, in bytes, which is how a matrix is saved. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  static TrainingMemory ofThisProcess() {
    return new TrainingMemory(Runtime.getRuntime().maxMemory());
  }

  /**
   * Checks hidden units and batch size.
   *
   * @param width numbers in an embedding
   * @param classes outputs of the head
   * @param photos how many there are in the largest part
   * @throws HeadOptionException if the weights or a batch would not fit
   */
  void check(HeadOptions options, int width, int classes, int photos) {
    long unit = Float.BYTES * ((long) width + classes);
    long units = Math.min(heapBytes / WEIGHT_COPIES, MAX_BYTES) / unit;
    if (options.hidden() > units) {
      throw tooMany("hidden", options.hidden(), units, width);
    }
    long batch = Math.min(heapBytes / 2, MAX_BYTES) / ((long) Float.BYTES * width);
    if (Math.min(options.batchSize(), photos) > batch) {
      throw tooMany("batchSize", options.batchSize(), batch, width);
    }
  }

  private HeadOptionException tooMany(String component, int found, long most, int width) {
    return new HeadOptionException(
        HeadOption.of(component),
        found,
        String.format(
            Locale.ROOT,
            "%d or fewer for embeddings of width %d and a Java heap of %d MB (-Xmx)",
            most,
            width,
            heapBytes >> 20));
  }
}
