package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.npy.Python2Pickle;
import dev.flowers.trunk.npy.Python2Pickle.Gap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededVggTest {
  @TempDir Path temp;

  @Test
  void theFileDiffersFromNumpysInValuesAlone() throws IOException {
    byte[] ours = Files.readAllBytes(write(16, 128));
    byte[] numpys = WeightFiles.bytes("py2");
    assertEquals(numpys.length, ours.length);
    for (Python2Pickle.Part part : new SeededVgg(16, 128).parts()) {
      if (part instanceof Gap gap) {
        int start = (int) gap.offset();
        int end = start + (int) gap.length();
        assertFalse(Arrays.equals(ours, start, end, numpys, start, end));
        Arrays.fill(ours, start, end, (byte) 0);
        Arrays.fill(numpys, start, end, (byte) 0);
      }
    }
    assertArrayEquals(numpys, ours);
  }

  @Test
  void theFullSizeIsThatOfThePublicFile() {
    List<Python2Pickle.Part> parts = new SeededVgg(0, 1).parts();
    Python2Pickle.Part last = parts.get(parts.size() - 1);
    assertTrue(last instanceof Python2Pickle.Literal);
    assertEquals(553_432_117, last.offset() + ((Python2Pickle.Literal) last).bytes().remaining());
    assertEquals(553_430_176, new SeededVgg(0, 1).bytes());
  }

  @Test
  void theSameSeedMakesTheSameFileEverywhere() throws IOException {
    // Recorded once: whatever changes it changes everybody's stand-in trunk.
    VggTrunk trunk = TrunkConverter.convert(write(7, 16), temp.resolve("trunk"), bytes -> {});
    assertEquals(
        "824d52c4028a34ffa1dab6063a4ee55787e8b55d59024a5a83f1b72621ce0777", trunk.fingerprint());
  }

  @Test
  void seedsMakeDifferentFiles() throws IOException {
    byte[] one = Files.readAllBytes(write(1, 256));
    byte[] two = Files.readAllBytes(write(2, 256));
    assertFalse(Arrays.equals(one, two));
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 33, 50, 511, 512})
  void everyDivisorFitsItself(int divide) throws IOException {
    try (VggWeights weights = VggWeights.open(write(3, divide))) {
      assertEquals(Math.max(1, 512 / divide) * 49, weights.layers().get(13).inputs());
    }
  }

  @Test
  void weightsHaveTheVarianceOfTheirFanIn() throws IOException {
    Path npy = write(5, 16);
    try (VggWeights weights = VggWeights.open(npy)) {
      for (StoredTensor stored : weights.tensors()) {
        ByteBuffer buffer =
            ByteBuffer.allocate((int) stored.tensor().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        weights.read(stored, 0, buffer);
        int count = buffer.limit() / Float.BYTES;
        double squares = 0;
        for (int i = 0; i < count; i++) {
          squares += Math.pow(buffer.getFloat(i * Float.BYTES), 2);
        }
        List<Integer> shape = stored.tensor().shape();
        double fanIn = (double) count / shape.get(shape.size() - 1);
        double expected = stored.tensor().role().equals(TrunkTensor.BIASES) ? 0.0001 : 2 / fanIn;
        // Six standard errors of a variance.
        assertEquals(1, squares / count / expected, 6 * Math.sqrt(2.0 / count), stored.toString());
      }
    }
  }

  @Test
  void progressGrowsToTheSizeOfAllValues() throws IOException {
    List<Long> told = new ArrayList<>();
    SeededVgg seeded = new SeededVgg(1, 64);
    seeded.write(temp.resolve("vgg16.npy"), told::add);
    assertEquals(told.stream().sorted().toList(), told);
    assertEquals(seeded.bytes(), told.get(told.size() - 1));
  }

  @Test
  void aFailedWriteKeepsTheOldFile() throws IOException {
    Path npy = Files.writeString(temp.resolve("vgg16.npy"), "old");
    assertThrows(
        IllegalStateException.class,
        () ->
            new SeededVgg(1, 64)
                .write(
                    npy,
                    bytes -> {
                      throw new IllegalStateException("the listener fails");
                    }));
    assertEquals("old", Files.readString(npy));
    assertFalse(Files.exists(temp.resolve("vgg16.npy.partial-0")));
  }

  @Test
  void divisorsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SeededVgg(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new SeededVgg(1, 513));
  }

  private Path write(long seed, int divide) throws IOException {
    Path npy = temp.resolve("seeded-" + seed + "-" + divide + ".npy");
    new SeededVgg(seed, divide).write(npy, bytes -> {});
    return npy;
  }
}
