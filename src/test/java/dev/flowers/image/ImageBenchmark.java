package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds for a photo of 500×375: run with {@code org.openjdk.jmh.Main ImageBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ImageBenchmark {

  private static final int SIZE = 224;

  // Smooth with some detail, as photos are: about 60 kB as a JPEG.
  private final BufferedImage picture =
      Pictures.painted(
          500,
          375,
          (x, y) -> {
            int red = (int) (128 + 100 * Math.sin(x / 9.0) * Math.cos(y / 13.0));
            int green = (int) (128 + 100 * Math.sin(x * y / 5000.0));
            int blue = (x ^ y) & 0xFF;
            return red << 16 | green << 8 | blue;
          });
  private final byte[] jpeg = ImageBytes.encoded(picture, "jpeg");
  private final FloatBuffer out =
      ByteBuffer.allocateDirect(SIZE * SIZE * 3 * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();

  @Benchmark
  public BufferedImage decode() throws IOException {
    return ImageDecoder.withDefaults().decode(jpeg, "benchmark.jpg");
  }

  @Benchmark
  public FloatBuffer crop() {
    out.clear();
    SquareCrop.intoUnitRgb(picture, SIZE, out);
    return out;
  }
}
