package dev.flowers.embedding;

import dev.flowers.trunk.RunningTrunk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Collects pixels until a batch is full, runs the trunk, and hands out the embeddings in their
 * order. The trunk runs on a thread of its own: meanwhile the next batch is filled, and the
 * embeddings of the one before are taken.
 *
 * <p>For one thread. Close it before the trunk.
 */
final class TrunkBatch implements AutoCloseable {
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

  /** A batch under way, and who gets its embeddings. */
  private record Running(Future<float[]> embeddings, List<Receiver> receivers) {}

  private final RunningTrunk trunk;
  private final int size;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread runner = new Thread(task, "trunk");
            runner.setDaemon(true);
            return runner;
          });

  private ByteBuffer filling;
  private ByteBuffer free;
  private List<Receiver> receivers = new ArrayList<>();
  private List<Running> running = List.of();

  TrunkBatch(RunningTrunk trunk) {
    this.trunk = trunk;
    this.size = trunk.trunk().batch();
    this.filling = trunk.trunk().input().allocate(size);
    this.free = trunk.trunk().input().allocate(size);
  }

  /**
   * Adds a picture, as the trunk takes it; runs the trunk when the batch is full.
   *
   * @throws IOException if a receiver of the batch before throws it
   */
  void add(float[] picture, Receiver receiver) throws IOException {
    trunk.trunk().input().put(picture, filling);
    receivers.add(receiver);
    if (receivers.size() == size) {
      start();
    }
  }

  /**
   * Runs the trunk on what there is, if anything, and waits for the end.
   *
   * @throws IOException if a receiver throws it
   */
  void finish() throws IOException {
    if (!receivers.isEmpty()) {
      start();
    }
    deliver();
  }

  /** Starts the full batch when the one before has ended, and hands out the latter's embeddings. */
  private void start() throws IOException {
    ByteBuffer photos = filling.flip();
    int count = receivers.size();
    // One thread: it begins when the run before has ended.
    Running next = new Running(thread.submit(() -> trunk.embed(photos, count)), receivers);
    deliver();
    running = List.of(next);
    receivers = new ArrayList<>();
    filling = free.clear();
    free = photos;
  }

  private void deliver() throws IOException {
    for (Running batch : running) {
      running = List.of();
      float[] embeddings = result(batch.embeddings());
      int width = trunk.trunk().width();
      for (int i = 0; i < batch.receivers().size(); i++) {
        batch.receivers().get(i).take(Arrays.copyOfRange(embeddings, i * width, (i + 1) * width));
      }
    }
  }

  private static float[] result(Future<float[]> embeddings) throws IOException {
    try {
      return embeddings.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error; // memory may run out
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException)
          new InterruptedIOException("interrupted while the trunk ran").initCause(e);
    }
  }

  /** Ends the thread when the run under way has ended, which it does not wait for. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
