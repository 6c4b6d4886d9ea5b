package dev.flowers.trunk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever is done to a file, it is read or refused: no other exception, no hanging. */
class HostileWeightsTest {
  private static @Nullable Path directory;

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("hostile");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    FileTree.delete(directory());
  }

  @Property(tries = 1200, seed = "16")
  void damagedBytes(
      @ForAll @IntRange(min = 0, max = 4) int style,
      @ForAll @Size(min = 1, max = 6) int[] places,
      @ForAll byte[] values)
      throws IOException {
    byte[] bytes = WeightFiles.bytes(WeightFiles.STYLES.get(style));
    // Opcodes are in the first part; most of the rest is values, which may be anything.
    int reach = 8000;
    for (int i = 0; i < places.length; i++) {
      int value = values.length == 0 ? 0xff : values[i % values.length];
      bytes[Math.floorMod(places[i], reach)] ^= (byte) (value == 0 ? 1 : value);
    }
    openOrRefuse(bytes);
  }

  @Property(tries = 300, seed = "16")
  void swappedStretches(
      @ForAll @IntRange(min = 0, max = 4) int style,
      @ForAll @IntRange(min = 0, max = 8000) int from,
      @ForAll @IntRange(min = 0, max = 8000) int to,
      @ForAll @IntRange(min = 1, max = 300) int length)
      throws IOException {
    byte[] bytes = WeightFiles.bytes(WeightFiles.STYLES.get(style));
    System.arraycopy(bytes.clone(), from, bytes, to, length);
    openOrRefuse(bytes);
  }

  @Property(tries = 300, seed = "16")
  void cutAnywhere(
      @ForAll @IntRange(min = 0, max = 4) int style, @ForAll @IntRange(min = 0) int length)
      throws IOException {
    byte[] bytes = WeightFiles.bytes(WeightFiles.STYLES.get(style));
    openOrRefuse(Arrays.copyOf(bytes, length % bytes.length));
  }

  @Property(tries = 300, seed = "16")
  void anyOpcodesAfterAHeader(@ForAll @Size(max = 200) byte[] opcodes) throws IOException {
    byte[] fixture = WeightFiles.bytes("py2");
    byte[] bytes = Arrays.copyOf(fixture, 130 + opcodes.length);
    System.arraycopy(opcodes, 0, bytes, 130, opcodes.length);
    openOrRefuse(bytes);
  }

  private static void openOrRefuse(byte[] bytes) throws IOException {
    Path file = directory().resolve("vgg16.npy");
    // Some file systems flush a file that is overwritten: thousands of times that takes long.
    Files.deleteIfExists(file);
    Files.write(file, bytes);
    try (Vgg16Weights weights = Vgg16Weights.open(file)) {
      assertTrue(weights.bytes() <= bytes.length * 14L);
    } catch (MalformedWeightsException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith(file + ": "), message);
      assertTrue(message.contains("expected") || message.contains("damaged"), message);
    }
  }

  private static Path directory() {
    if (directory == null) {
      throw new AssertionError("not started");
    }
    return directory;
  }
}
