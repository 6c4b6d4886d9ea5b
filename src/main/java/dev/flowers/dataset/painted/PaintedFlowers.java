package dev.flowers.dataset.painted;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A photo set that needs no download: daisies, dandelions, roses, sunflowers and tulips, painted.
 * The kinds differ in shape and texture. Colours, backgrounds, light and composition are drawn from
 * the same distributions for all of them, so that a picture's mean colour does not tell its class.
 *
 * <p>A picture depends on the seed, its class and its number alone: the same seed gives the same
 * bytes (on the same Java: JPEG encoders differ), and asking for more keeps those that are there.
 * Pictures are 320 to 500 pixels a side, upright, lying and square.
 *
 * @param perClass pictures of each of the five classes, 1 to 9999
 * @param seed of all chance
 */
public record PaintedFlowers(int perClass, long seed) {

  /** Throws {@link IllegalArgumentException} when the number is out of range. */
  public PaintedFlowers {
    if (perClass < 1 || perClass > 9999) {
      throw new IllegalArgumentException(
          "painted pictures per class: found " + perClass + ", expected 1 to 9999");
    }
  }

  /** The sample of the demo: 120 of each class, 600 in all, some 20 MB. */
  public static PaintedFlowers sample() {
    return new PaintedFlowers(120, 1);
  }

  /** How many pictures {@link #paint} answers for. */
  public int total() {
    return perClass * FlowerKind.values().length;
  }

  /**
   * Paints {@code <folder>/<class>/<class>-0001.jpg} and so on, on all cores. A picture that is
   * there and complete, from this seed and this version of the painting, is kept; one that is torn,
   * or of another seed, is painted anew. Each appears under its name only when it is complete, so a
   * run that was stopped can be run again. Other files in the folder are left alone.
   *
   * <p>May be called from any thread; two calls on one folder at a time are not supported.
   *
   * @param folder created when it is not there
   * @param painted told, on the calling thread, after each picture how many are complete: 1 …
   *     {@link #total}
   * @return the folder
   * @throws IOException when a picture cannot be written, or when a file that was not painted has a
   *     picture's name; it is kept
   * @throws InterruptedIOException when the thread is interrupted; its interrupt status is set
   */
  public Path paint(Path folder, IntConsumer painted) throws IOException {
    for (FlowerKind kind : FlowerKind.values()) {
      Files.createDirectories(folder.resolve(kind.folder));
    }
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService painters = Executors.newFixedThreadPool(cores);
    try {
      CompletionService<Path> easel = new ExecutorCompletionService<>(painters);
      for (FlowerKind kind : FlowerKind.values()) {
        for (int number = 1; number <= perClass; number++) {
          PaintedFile file = new PaintedFile(kind, number, seed);
          easel.submit(() -> file.write(folder));
        }
      }
      for (int complete = 1; complete <= total(); complete++) {
        easel.take().get();
        painted.accept(complete);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while painting into " + folder);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      stop(painters);
    }
    return folder;
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof IOException io) {
      return io;
    }
    throw new IllegalStateException("a picture could not be painted", cause);
  }

  /** After a failure nothing is to be written any more once {@link #paint} has thrown. */
  private static void stop(ExecutorService painters) {
    painters.shutdownNow();
    try {
      if (!painters.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("painting did not stop within a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
