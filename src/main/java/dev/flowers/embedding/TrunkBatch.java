package dev.flowers.embedding;

import dev.flowers.trunk.Trunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects pixels until a batch is full, runs the trunk, and hands out the embeddings in their
 * order.
 */
final class TrunkBatch {
  /** Pictures a run of the trunk: more is not faster, and 32 take 19 MB. */
  static final int SIZE = 32;

  /** What is done with a picture's embedding. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes an embedding.
     *
     * @param values [width]
     */
    void take(float[] values) throws IOException;
  }

  private final Trunk trunk;
  private final ByteBuffer pixels;
  private final List<Receiver> receivers = new ArrayList<>();

  TrunkBatch(Trunk trunk) {
    this.trunk = trunk;
    this.pixels = trunk.input().allocate(SIZE);
  }

  /**
   * Adds a picture, as the trunk takes it; runs the trunk when the batch is full.
   *
   * @throws IOException if a receiver throws it
   */
  void add(float[] picture, Receiver receiver) throws IOException {
    trunk.input().put(picture, pixels);
    receivers.add(receiver);
    if (receivers.size() == SIZE) {
      run();
    }
  }

  /**
   * Runs the trunk on what there is, if anything.
   *
   * @throws IOException if a receiver throws it
   */
  void run() throws IOException {
    if (receivers.isEmpty()) {
      return;
    }
    float[] embeddings = trunk.embed(pixels.flip(), receivers.size());
    int width = trunk.width();
    for (int i = 0; i < receivers.size(); i++) {
      receivers.get(i).take(Arrays.copyOfRange(embeddings, i * width, (i + 1) * width));
    }
    receivers.clear();
    pixels.clear();
  }
}
