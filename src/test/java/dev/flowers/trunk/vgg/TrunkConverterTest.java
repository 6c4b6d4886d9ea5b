package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.MalformedWeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrunkConverterTest {
  @SuppressWarnings("unused") // named by FieldSource
  private static final List<String> STYLES = WeightFiles.STYLES;

  @SuppressWarnings("unused") // named by FieldSource
  private static final List<String> FORMS = WeightFiles.FORMS;

  @TempDir Path temp;

  @ParameterizedTest
  @FieldSource("STYLES")
  void theFingerprintDoesNotDependOnThePickle(String style) throws IOException {
    VggTrunk trunk = convert(WeightFiles.copy(style, temp));
    assertEquals(WeightFiles.FINGERPRINT, trunk.fingerprint());
    assertEquals("vgg16-" + style + ".npy", trunk.sources().get(0).name());
    assertEquals(trunk, VggTrunk.read(trunk.directory()));
  }

  @ParameterizedTest
  @FieldSource("FORMS")
  void everyFormOfTheSameWeightsGivesTheSame(String form) throws IOException {
    byte[] bytes = WeightFiles.form(form);
    VggTrunk trunk = convert(Files.write(temp.resolve("vgg16.npy"), bytes));
    assertEquals(WeightFiles.FORMS_FINGERPRINT, trunk.fingerprint());
  }

  @Test
  void eachTensorIsAFileOfItsValuesAlone() throws IOException {
    VggTrunk trunk = convert(WeightFiles.copy("py2", temp));
    assertEquals(29, names(trunk.directory()).size());
    TrunkLayer fc6 = trunk.layers().get(13);
    ByteBuffer weights =
        ByteBuffer.wrap(Files.readAllBytes(trunk.weights(fc6))).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(196 * 32 * 4, weights.limit());
    assertEquals(0.10415827f, weights.getFloat((100 * 32 + 7) * 4));
    ByteBuffer biases =
        ByteBuffer.wrap(Files.readAllBytes(trunk.biases(fc6))).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0.008106555f, biases.getFloat(31 * 4));
  }

  @Test
  void oneOtherValueMakesAnotherFingerprint() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    bytes[6000] ^= 1; // in fc6
    Path npy = Files.write(temp.resolve("vgg16.npy"), bytes);
    assertNotEquals(WeightFiles.FINGERPRINT, convert(npy).fingerprint());
  }

  @Test
  void progressGrowsToTheSizeOfTheTrunk() throws IOException {
    List<Long> told = new ArrayList<>();
    TrunkConverter.convert(WeightFiles.copy("py3", temp), temp.resolve("trunk"), told::add);
    assertEquals(told.stream().sorted().toList(), told);
    assertEquals(29_096, told.get(told.size() - 1));
  }

  @Test
  void theSameFileIsNotConvertedAgain() throws IOException {
    Path npy = WeightFiles.copy("py2", temp);
    VggTrunk first = convert(npy);
    LongConsumer unwanted =
        bytes -> {
          throw new AssertionError("converted again");
        };
    assertEquals(first, TrunkConverter.convert(npy, first.directory(), unwanted));
  }

  @Test
  void anotherFileReplacesAnOlderConversion() throws IOException {
    Path npy = temp.resolve("vgg16.npy");
    new SeededVgg(1, 512).write(npy, bytes -> {});
    VggTrunk first = convert(npy);
    new SeededVgg(2, 512).write(npy, bytes -> {});
    Files.setLastModifiedTime(npy, FileTime.from(Instant.parse("2017-03-01T12:00:00Z")));
    VggTrunk second = convert(npy);
    assertNotEquals(first.fingerprint(), second.fingerprint());
    assertEquals(second, VggTrunk.read(first.directory()));
    assertOnlyIn(temp, "trunk", "vgg16.npy");
  }

  @Test
  void aDamagedConversionIsMadeAgain() throws IOException {
    Path npy = WeightFiles.copy("py2", temp);
    VggTrunk trunk = convert(npy);
    Files.delete(trunk.biases(trunk.layers().get(4)));
    assertEquals(trunk, convert(npy));
    assertEquals(trunk, VggTrunk.read(trunk.directory()));
  }

  @Test
  void aDirectoryThatIsNoConversionIsNotReplaced() throws IOException {
    Path mine = Files.createDirectory(temp.resolve("trunk"));
    Files.writeString(mine.resolve("diary.txt"), "mine");
    Path npy = WeightFiles.copy("py2", temp);
    FileSystemException e = assertThrows(FileSystemException.class, () -> convert(npy));
    assertTrue(String.valueOf(e.getMessage()).startsWith(mine.toString()), e.getMessage());
    assertEquals(List.of("diary.txt"), names(mine));
  }

  @Test
  void aMissingFileIsNamed() {
    Path npy = temp.resolve("vgg16.npy");
    NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> convert(npy));
    assertEquals(npy.toString(), e.getFile());
    assertFalse(Files.exists(temp.resolve("trunk")));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aValueThatIsNoNumberIsNamed(float value) throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    int data = WeightFiles.find(bytes, "T\u0000b\u0000\u0000", 0) + 5; // fc6: 25,088 bytes
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(data + (100 * 32 + 7) * 4, value);
    Path npy = Files.write(temp.resolve("vgg16.npy"), bytes);
    MalformedWeightsException e = assertThrows(MalformedWeightsException.class, () -> convert(npy));
    assertEquals(
        npy
            + ": layer fc6: found "
            + value
            + " in weights at index [100, 7], expected finite numbers of float32's range",
        e.getMessage());
    assertOnlyIn(temp, "vgg16.npy");
  }

  @Test
  void aDoubleBeyondTheRangeOfAFloatIsNamed() throws IOException {
    byte[] bytes = WeightFiles.form("float64");
    int data = WeightFiles.find(bytes, "B\u00001\u0000\u0000", 0) + 5; // fc6: 98×16
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(data + 17 * 8, -1e300);
    Path npy = Files.write(temp.resolve("vgg16.npy"), bytes);
    MalformedWeightsException e = assertThrows(MalformedWeightsException.class, () -> convert(npy));
    assertEquals(
        npy
            + ": layer fc6: found -Infinity in weights at index [1, 1], expected finite numbers of"
            + " float32's range",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv1_1", "conv4_2", "fc6"})
  void aLayerOfZerosIsNamed(String layer) throws IOException {
    byte[] bytes = WeightFiles.of(new SeededVgg(0, 512).layers(), Float.MIN_VALUE, layer);
    Path npy = Files.write(temp.resolve("vgg16.npy"), bytes);
    MalformedWeightsException e = assertThrows(MalformedWeightsException.class, () -> convert(npy));
    assertEquals(
        npy + ": layer " + layer + ": found weights that are all zero, expected trained weights",
        e.getMessage());
    assertOnlyIn(temp, "vgg16.npy");
  }

  @Test
  void zerosInBiasesAndInUnusedLayersAreFine() throws IOException {
    byte[] bytes = WeightFiles.of(new SeededVgg(0, 512).layers(), Float.MIN_VALUE, "fc7");
    VggTrunk trunk = convert(Files.write(temp.resolve("vgg16.npy"), bytes));
    TrunkLayer conv = trunk.layers().get(2);
    assertArrayEquals(
        new byte[] {0, 0, 0, (byte) 0x80}, Files.readAllBytes(trunk.biases(conv)), "−0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 13, 27})
  void afterAFailureNothingIsLeft(int chunks) throws IOException {
    Path npy = WeightFiles.copy("py2", temp);
    int[] left = {chunks};
    LongConsumer failing =
        bytes -> {
          if (left[0]-- == 0) {
            throw new IllegalStateException("the listener fails");
          }
        };
    assertThrows(
        IllegalStateException.class,
        () -> TrunkConverter.convert(npy, temp.resolve("trunk"), failing));
    assertOnlyIn(temp, "vgg16-py2.npy");
    assertEquals(WeightFiles.FINGERPRINT, convert(npy).fingerprint());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 17})
  void anInterruptedConversionLeavesNothing(int chunks) throws IOException {
    Path npy = WeightFiles.copy("py2", temp);
    Thread converting = Thread.currentThread();
    int[] left = {chunks};
    LongConsumer interrupting =
        bytes -> {
          if (left[0]-- == 0) {
            converting.interrupt();
          }
        };
    try {
      // The interrupt may come too late to be seen; then the conversion must be whole.
      VggTrunk trunk = TrunkConverter.convert(npy, temp.resolve("trunk"), interrupting);
      assertEquals(trunk, VggTrunk.read(trunk.directory()));
    } catch (IOException interrupted) {
      assertOnlyIn(temp, "vgg16-py2.npy");
    }
    assertTrue(Thread.interrupted(), "the thread stays marked");
    assertEquals(WeightFiles.FINGERPRINT, convert(npy).fingerprint());
  }

  @Test
  void whatAKilledConversionLeftIsRemoved() throws IOException {
    Path dead = Files.createDirectory(temp.resolve("trunk.partial-0"));
    Files.writeString(dead.resolve("conv1_1.weights"), "half");
    convert(WeightFiles.copy("py2", temp));
    assertOnlyIn(temp, "trunk", "vgg16-py2.npy");
  }

  @Test
  void twoAtOnceBothSucceedAndConvertOnce()
      throws IOException, InterruptedException, ExecutionException {
    Path npy = WeightFiles.copy("py2", temp);
    List<Long> told = new ArrayList<>();
    Callable<VggTrunk> task = () -> TrunkConverter.convert(npy, temp.resolve("trunk"), told::add);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (Future<VggTrunk> future : pool.invokeAll(List.of(task, task, task, task))) {
        assertEquals(WeightFiles.FINGERPRINT, future.get().fingerprint());
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(28, told.size());
  }

  @Test
  void chunksOfALargeTensorAreJoinedInOrder() throws IOException {
    Path npy = temp.resolve("vgg16.npy");
    new SeededVgg(7, 16).write(npy, bytes -> {}); // fc6: 1568×256, 1.6 MB, seven chunks
    VggTrunk trunk = convert(npy);
    try (VggWeights weights = VggWeights.open(npy)) {
      StoredTensor fc6 = weights.tensors().get(26);
      ByteBuffer expected = ByteBuffer.allocate((int) fc6.tensor().bytes());
      weights.read(fc6, 0, expected);
      assertArrayEquals(
          expected.array(), Files.readAllBytes(trunk.weights(trunk.layers().get(13))));
    }
  }

  private VggTrunk convert(Path npy) throws IOException {
    return TrunkConverter.convert(npy, temp.resolve("trunk"), bytes -> {});
  }

  private static void assertOnlyIn(Path directory, String... names) throws IOException {
    assertEquals(List.of(names), names(directory));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
    }
  }
}
