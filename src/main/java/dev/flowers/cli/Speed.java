package dev.flowers.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flowers.trunk.DjlEngines;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.Trunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/** Measures the speed of this machine for two seconds. */
final class Speed {
  private static final long MEASURED_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int BATCH = 4;
  private static final int SIDE = 2048;

  /** VGG16 up to fc6, multiplications and additions. */
  private static final double FLOP_A_PHOTO = 31e9;

  private static final double SLOW = 1;

  private Speed() {}

  /** By the trunk. */
  static Finding of(Trunk files) {
    ByteBuffer photos = files.input().allocate(BATCH);
    // The rounded weights of bfloat16 may not be written yet, and the home is to stay as it is.
    Precision best = files.best();
    try (RunningTrunk running = (files.has(best) ? files.in(best) : files).open()) {
      double rate = BATCH * runs(() -> running.embed(photos, BATCH));
      return finding(
          rate,
          String.format(
              Locale.ROOT,
              "%.1f photos/s through the trunk, in %s",
              rate,
              running.trunk().precision()));
    } catch (IOException | RuntimeException e) {
      return Finding.fail(
          "speed", files.directory() + ": the trunk does not run: " + e.getMessage());
    }
  }

  /** By a product of matrices, where there is no trunk yet. */
  static Finding product() {
    try (NDManager manager = DjlEngines.get("TensorFlow").newBaseManager(Device.cpu())) {
      NDArray matrix = manager.ones(new Shape(SIDE, SIDE));
      double products = runs(() -> multiply(matrix));
      double flops = 2.0 * SIDE * SIDE * SIDE * products;
      double photos = flops / FLOP_A_PHOTO;
      return finding(
          photos,
          String.format(
              Locale.ROOT,
              "%.0f GFLOP/s in a matrix multiplication, enough for %.1f photos/s",
              flops / 1e9,
              photos));
    } catch (RuntimeException e) {
      return Finding.fail("speed", "TensorFlow does not multiply: " + e.getMessage());
    }
  }

  private static Finding finding(double photos, String text) {
    return photos < SLOW
        ? Finding.warn(
            "speed",
            text + ", expected 1 or more: is the machine busy, or an old or emulated processor?")
        : Finding.ok("speed", text);
  }

  /** TensorFlow may still be at work when it returns: asking for a number of it waits. */
  private static void multiply(NDArray matrix) {
    try (NDArray product = matrix.matMul(matrix);
        NDArray largest = product.max()) {
      if (largest.getFloat() != SIDE) {
        throw new IllegalStateException(
            "a product of ones: found " + largest.getFloat() + ", expected " + SIDE);
      }
    }
  }

  /** How many runs a second. */
  private static double runs(Runnable work) {
    work.run(); // the first one also maps files and fills caches
    long start = System.nanoTime();
    long done = 0;
    long elapsed = 0;
    while (elapsed < MEASURED_NANOS) {
      work.run();
      done++;
      elapsed = System.nanoTime() - start;
    }
    return done * 1e9 / elapsed;
  }
}
