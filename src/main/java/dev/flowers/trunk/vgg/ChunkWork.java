package dev.flowers.trunk.vgg;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Numbered chunks of tensors, worked on by several threads: one reads or writes while another
 * computes.
 */
final class ChunkWork {
  /**
   * The size of a chunk. It fits a processor's second-level cache; with four times as much, threads
   * that write to one file waited for each other. Fingerprints and seeded files depend on it.
   */
  static final int CHUNK_BYTES = 1 << 18;

  /** More threads than that only wait for the disk. */
  private static final int MOST_THREADS = 4;

  private ChunkWork() {}

  /** What one thread uses: it owns buffers, so each thread gets its own. */
  interface Worker {
    void work(int chunk) throws IOException;
  }

  /** A chunk of a tensor: {@code length} bytes, {@code start} bytes after the first. */
  record Chunk(int tensor, long start, int length) {}

  /** Cuts tensors of the given sizes into chunks, in order. No chunk spans two tensors. */
  static List<Chunk> cut(List<Long> tensorBytes) {
    List<Chunk> chunks = new ArrayList<>();
    for (int tensor = 0; tensor < tensorBytes.size(); tensor++) {
      long bytes = tensorBytes.get(tensor);
      for (long start = 0; start < bytes; start += CHUNK_BYTES) {
        chunks.add(new Chunk(tensor, start, (int) Math.min(CHUNK_BYTES, bytes - start)));
      }
    }
    return chunks;
  }

  /** Turns sizes from several threads into a growing sum, reported by one thread at a time. */
  static LongConsumer adding(LongConsumer progress) {
    AtomicLong sum = new AtomicLong();
    return size -> {
      synchronized (sum) {
        progress.accept(sum.addAndGet(size));
      }
    };
  }

  /**
   * Has chunks 0 to {@code count} − 1 worked on, and returns when no thread works any more.
   *
   * @throws IOException that of the lowest chunk that failed, whichever thread was first
   * @throws InterruptedIOException when this thread is interrupted; it stays marked so
   */
  static void run(int count, Supplier<? extends Worker> workers) throws IOException {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    ConcurrentSkipListMap<Integer, IOException> failures = new ConcurrentSkipListMap<>();
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  boolean finished = false;
                  try {
                    Worker worker = workers.get();
                    while (!stop.get()) {
                      int chunk = next.getAndIncrement();
                      if (chunk >= count) {
                        break;
                      }
                      try {
                        worker.work(chunk);
                      } catch (IOException e) {
                        failures.put(chunk, e);
                        stop.set(true);
                      }
                    }
                    finished = true;
                  } finally {
                    if (!finished) {
                      stop.set(true);
                    }
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (InterruptedException e) {
      stop.set(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException mistake) {
        throw mistake;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      end(pool);
    }
    if (!failures.isEmpty()) {
      throw failures.firstEntry().getValue();
    }
  }

  /** The caller may delete what the threads write to: they must be gone, interrupted or not. */
  private static void end(ExecutorService pool) {
    pool.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
