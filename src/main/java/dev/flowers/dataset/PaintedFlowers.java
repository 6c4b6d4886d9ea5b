package dev.flowers.dataset;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * A photo set that needs no download: pictures of daisies, dandelions, roses, sunflowers and
 * tulips, painted. The kinds differ in shape and texture; colours, backgrounds and light are thrown
 * alike for all, so that the mean colour of a picture does not tell its class.
 *
 * <p>The same seed gives the same pictures. A picture depends on the seed, its class and its number
 * alone: asking for more of them keeps those that there are.
 *
 * @param perClass pictures of each class, 1 to 9999
 * @param seed of all chance
 */
public record PaintedFlowers(int perClass, long seed) {

  /** Checks the number. */
  public PaintedFlowers {
    if (perClass < 1 || perClass > 9999) {
      throw new IllegalArgumentException(
          "pictures per class: found " + perClass + ", expected 1 to 9999");
    }
  }

  /** The sample of the demo. */
  public static PaintedFlowers sample() {
    return new PaintedFlowers(80, 2017);
  }

  /** Paints {@code <folder>/<class>/<class>-0001.jpg} and so on, on all cores. */
  public Path paint(Path folder, IntConsumer painted) throws IOException {
    ExecutorService painters =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      CompletionService<Path> done = new ExecutorCompletionService<>(painters);
      int total = 0;
      for (FlowerKind kind : FlowerKind.values()) {
        Files.createDirectories(folder.resolve(kind.folder));
        for (int i = 1; i <= perClass; i++) {
          PaintedFile file = new PaintedFile(kind, i, seed);
          done.submit(() -> file.write(folder));
          total++;
        }
      }
      for (int n = 1; n <= total; n++) {
        done.take().get();
        painted.accept(n);
      }
      return folder;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("painting into " + folder + " was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(
          "a picture for " + folder + " could not be painted", e.getCause());
    } finally {
      painters.shutdownNow();
    }
  }
}
