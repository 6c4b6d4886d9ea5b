package dev.flowers.dataset.painted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaintedFlowersTest {

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir private Path folder;

  @Test
  void paintsEachClassIntoItsFolder() throws IOException {
    PaintedFlowers flowers = new PaintedFlowers(2, 1);
    assertEquals(
        folder.resolve("new/photos"), flowers.paint(folder.resolve("new/photos"), n -> {}));
    assertEquals(
        List.of(
            "daisy/daisy-0001.jpg",
            "daisy/daisy-0002.jpg",
            "dandelion/dandelion-0001.jpg",
            "dandelion/dandelion-0002.jpg",
            "roses/roses-0001.jpg",
            "roses/roses-0002.jpg",
            "sunflowers/sunflowers-0001.jpg",
            "sunflowers/sunflowers-0002.jpg",
            "tulips/tulips-0001.jpg",
            "tulips/tulips-0002.jpg"),
        List.copyOf(files(folder.resolve("new/photos")).keySet()));
  }

  @Test
  void countsUpToTheTotalOnTheCallingThread() throws IOException {
    PaintedFlowers flowers = new PaintedFlowers(1, 1);
    List<Integer> counts = new ArrayList<>();
    Thread caller = Thread.currentThread();
    flowers.paint(
        folder,
        n -> {
          assertEquals(caller, Thread.currentThread());
          counts.add(n);
        });
    assertEquals(5, flowers.total());
    assertEquals(IntStream.rangeClosed(1, 5).boxed().toList(), counts);
  }

  @Test
  void sameSeedGivesTheSameBytes() throws IOException {
    Map<String, byte[]> once = files(new PaintedFlowers(2, 7).paint(folder.resolve("a"), n -> {}));
    Map<String, byte[]> again = files(new PaintedFlowers(2, 7).paint(folder.resolve("b"), n -> {}));
    assertSame(once, again);
  }

  @Test
  void noTwoPicturesAreAlike() throws IOException {
    Map<String, byte[]> one = files(new PaintedFlowers(2, 7).paint(folder.resolve("a"), n -> {}));
    Map<String, byte[]> two = files(new PaintedFlowers(2, 8).paint(folder.resolve("b"), n -> {}));
    List<byte[]> pictures = new ArrayList<>(one.values());
    pictures.addAll(two.values());
    // The comment differs anyway: compare what comes after it.
    long distinct =
        pictures.stream()
            .map(b -> Arrays.hashCode(Arrays.copyOfRange(b, 200, b.length)))
            .distinct()
            .count();
    assertEquals(20, distinct);
  }

  @Test
  void askingForMoreKeepsThoseThatAreThere() throws IOException {
    new PaintedFlowers(1, 3).paint(folder, n -> {});
    Map<String, byte[]> few = files(folder);
    age(folder);
    new PaintedFlowers(2, 3).paint(folder, n -> {});
    Map<String, byte[]> more = files(folder);
    assertEquals(10, more.size());
    for (String name : few.keySet()) {
      assertArrayEquals(few.get(name), more.get(name), name);
      assertEquals(LONG_AGO, Files.getLastModifiedTime(folder.resolve(name)), name);
    }
  }

  @Test
  void paintsAnewWhatIsMissingTornOrDamaged() throws IOException {
    PaintedFlowers flowers = new PaintedFlowers(2, 5);
    Map<String, byte[]> whole = files(flowers.paint(folder, n -> {}));
    age(folder);
    Path missing = folder.resolve("daisy/daisy-0002.jpg");
    Files.delete(missing);
    Path empty = folder.resolve("dandelion/dandelion-0001.jpg");
    Files.write(empty, new byte[0]);
    Path torn = folder.resolve("roses/roses-0001.jpg");
    byte[] bytes = Files.readAllBytes(torn);
    Files.write(torn, Arrays.copyOf(bytes, bytes.length / 2));
    Path damaged = folder.resolve("tulips/tulips-0002.jpg");
    bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    Files.write(folder.resolve("daisy/daisy-0002.jpg.partial"), new byte[] {1, 2, 3});

    flowers.paint(folder, n -> {});

    assertSame(whole, files(folder));
    assertEquals(
        LONG_AGO, Files.getLastModifiedTime(folder.resolve("sunflowers/sunflowers-0001.jpg")));
  }

  @Test
  void paintsOverPicturesOfAnotherSeed() throws IOException {
    new PaintedFlowers(1, 1).paint(folder.resolve("a"), n -> {});
    Map<String, byte[]> over = files(new PaintedFlowers(1, 2).paint(folder.resolve("a"), n -> {}));
    assertSame(files(new PaintedFlowers(1, 2).paint(folder.resolve("b"), n -> {})), over);
  }

  @Test
  void keepsAPhotoThatIsNotOurs() throws IOException {
    Path photo = folder.resolve("roses/roses-0001.jpg");
    Files.createDirectories(photo.resolveSibling("."));
    Files.write(photo, "a photo of my own".getBytes(UTF_8));
    IOException e =
        assertThrows(IOException.class, () -> new PaintedFlowers(1, 1).paint(folder, n -> {}));
    assertTrue(String.valueOf(e.getMessage()).contains(photo.toString()), e.getMessage());
    assertEquals("a photo of my own", Files.readString(photo));
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedIOException.class, () -> new PaintedFlowers(50, 1).paint(folder, n -> {}));
    assertTrue(Thread.interrupted(), "the interrupt status is kept");
  }

  @Test
  void aFolderThatIsAFileIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("photos"), "not a folder");
    IOException e =
        assertThrows(IOException.class, () -> new PaintedFlowers(1, 1).paint(file, n -> {}));
    assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
  }

  @Test
  void refusesANumberOutOfRange() {
    for (int perClass : new int[] {-1, 0, 10_000}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> new PaintedFlowers(perClass, 1));
      assertTrue(String.valueOf(e.getMessage()).contains("found " + perClass), e.getMessage());
    }
    assertEquals(9_999, new PaintedFlowers(9_999, 1).perClass());
  }

  private static void age(Path folder) throws IOException {
    for (String name : files(folder).keySet()) {
      Files.setLastModifiedTime(folder.resolve(name), LONG_AGO);
    }
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
  }

  /** All files below the folder, by their path with slashes. */
  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
