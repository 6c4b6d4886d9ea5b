package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weights of a trunk in bfloat16. */
class Bfloat16WeightsTest {
  @Test
  void roundsToTheNearestAndTiesToEven() {
    Map<Float, Integer> expected = new HashMap<>();
    expected.put(1f, 0x3f80);
    expected.put(-1f, 0xbf80);
    expected.put(0f, 0);
    expected.put(1 + 1 / 256f, 0x3f80); // half way, down to even
    expected.put(1 + 3 / 256f, 0x3f82); // half way, up to even
    expected.put(1 + 1.01f / 256f, 0x3f81);
    expected.put(1 + 0.99f / 256f, 0x3f80);
    expected.put(1e-40f, 0x0001); // denormal
    expected.put(3.4e38f, 0x7f80); // beyond the range
    expected.forEach(
        (value, bits) -> assertEquals(bits, Bfloat16Weights.round(value) & 0xffff, "" + value));
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
      float rounded = Float.intBitsToFloat(Bfloat16Weights.round(value) << 16);
      assertEquals(value, rounded, Math.abs(value) / 256, "" + value);
    }
  }

  @Test
  void weightsAreRoundedOnceAndInHalfTheSpace(@TempDir Path directory) throws IOException {
    VggTrunk trunk = small(directory);
    assertFalse(trunk.has(Precision.BFLOAT16));
    VggTrunk rounded = trunk.withRoundedWeights(Precision.BFLOAT16);
    assertTrue(trunk.has(Precision.BFLOAT16));
    assertEquals(trunk.fingerprint() + "-bfloat16", rounded.identity());
    for (TrunkLayer layer : trunk.layers()) {
      ByteBuffer exact = bytes(trunk.weights(layer));
      ByteBuffer half = bytes(rounded.weights(layer));
      assertEquals(exact.capacity(), 2 * half.capacity());
      while (half.hasRemaining()) {
        assertEquals(Bfloat16Weights.round(exact.getFloat()), half.getShort());
      }
    }
    Path file = rounded.weights(trunk.layers().get(0));
    var written = Files.getLastModifiedTime(file);
    trunk.withRoundedWeights(Precision.BFLOAT16);
    assertEquals(written, Files.getLastModifiedTime(file));
  }

  @Test
  void tornRoundedWeightsAreWrittenAgain(@TempDir Path directory) throws IOException {
    VggTrunk trunk = small(directory);
    Path file = trunk.withRoundedWeights(Precision.BFLOAT16).weights(trunk.layers().get(3));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[5]);
    assertFalse(trunk.has(Precision.BFLOAT16));
    trunk.withRoundedWeights(Precision.BFLOAT16);
    assertArrayEquals(whole, Files.readAllBytes(file));
    assertEquals(trunk.fingerprint(), VggTrunk.read(trunk.directory()).fingerprint());
  }

  @Test
  void aWeightBeyondTheRangeIsNamed(@TempDir Path directory) throws IOException {
    VggTrunk trunk = small(directory);
    Path file = trunk.weights(trunk.layers().get(1));
    byte[] values = Files.readAllBytes(file);
    ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).putFloat(8, Float.MAX_VALUE);
    Files.write(file, values);
    MalformedWeightsException refused =
        assertThrows(
            MalformedWeightsException.class, () -> trunk.withRoundedWeights(Precision.BFLOAT16));
    String message = String.valueOf(refused.getMessage());
    assertTrue(
        message.contains("layer conv1_2: found a number in weights at index [0, 0, 1, 0]"),
        message);
    assertFalse(trunk.has(Precision.BFLOAT16));
  }

  private static VggTrunk small(Path directory) throws IOException {
    Path npy = directory.resolve("vgg16.npy");
    new SeededVgg(7, 32).write(npy, bytes -> {});
    return (VggTrunk) new TrunkStore(directory.resolve("trunk")).convert(npy, bytes -> {});
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
