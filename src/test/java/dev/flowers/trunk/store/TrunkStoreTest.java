package dev.flowers.trunk.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.flowers.JavaProcess;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.vgg.SeededVgg;
import dev.flowers.trunk.vgg.VggTrunk;
import dev.flowers.trunk.vgg.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrunkStoreTest {
  private static final String NAME = WeightFiles.FINGERPRINT.substring(0, 16);

  @TempDir Path temp;
  private TrunkStore store = new TrunkStore(Path.of(""));

  @BeforeEach
  void open() {
    store = new TrunkStore(temp.resolve("trunk"));
  }

  @Test
  void threadsThatConvertTheSameFileConvertItOnce() throws Exception {
    Path npy = WeightFiles.copy("py2", temp);
    List<Long> told = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      Callable<Trunk> task = () -> store.convert(npy, told::add);
      for (Future<Trunk> trunk : pool.invokeAll(List.of(task, task, task, task, task, task))) {
        assertEquals(store.directory().resolve(NAME), trunk.get().directory());
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(28, told.size(), "pieces of one conversion");
    assertEquals(List.of(NAME), names(store.directory()));
  }

  /** Converts each of some files, again and again while others do so, too. */
  static final class Converting {
    private Converting() {}

    public static void main(String[] args) throws IOException {
      TrunkStore store = new TrunkStore(Path.of(args[0]));
      for (int i = 1; i < args.length; i++) {
        TrunkStore.read(store.convert(Path.of(args[i]), bytes -> {}).directory());
      }
    }
  }

  @Test
  void processesThatConvertCopiesOfTheSameWeightsLoseNone() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int process = 0; process < 3; process++) {
      List<String> arguments = new ArrayList<>(List.of(store.directory().toString()));
      for (int copy = 0; copy < 20; copy++) {
        Path npy = temp.resolve(process + "-" + copy + ".npy");
        Files.write(npy, WeightFiles.bytes("py2"));
        Files.setLastModifiedTime(npy, FileTime.fromMillis(1_000_000L * (process * 20 + copy)));
        arguments.add(npy.toString());
      }
      processes.add(
          JavaProcess.builder(
                  JavaProcess.classPath(), Converting.class, List.of("-Xmx64m"), arguments)
              .start());
    }
    for (Process process : processes) {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), output);
    }
    assertEquals(WeightFiles.FINGERPRINT, store.list().get(0).fingerprint());
    assertEquals(List.of(NAME), names(store.directory()));
  }

  @Test
  void aFileThatWasChangedUnderItsSizeAndTimeIsConverted() throws IOException {
    Path npy = WeightFiles.copy("py2", temp);
    FileTime time = Files.getLastModifiedTime(npy);
    Trunk first = store.convert(npy, bytes -> {});
    byte[] bytes = WeightFiles.bytes("py2");
    bytes[6000] ^= 1; // in fc6
    Files.setLastModifiedTime(Files.write(npy, bytes), time);
    assertEquals(Optional.empty(), store.convertedFrom(npy));
    assertNotEquals(first.fingerprint(), store.convert(npy, told -> {}).fingerprint());
    assertEquals(2, store.list().size());
  }

  @Test
  void isFoundByTheIdentityOfEitherPrecision() throws IOException {
    Trunk trunk = store.convert(WeightFiles.copy("py2", temp), bytes -> {});
    for (Precision precision : Precision.values()) {
      String identity = ((VggTrunk) trunk).withRoundedWeights(precision).identity();
      assertEquals(Precision.FLOAT32, store.find(identity).orElseThrow().precision(), identity);
    }
    assertEquals(Optional.empty(), store.find(trunk.fingerprint() + "-float8"));
  }

  @Test
  void allFilesWithTheSameWeightsAreKnown() throws IOException {
    List<Path> copies = new ArrayList<>();
    for (String style : WeightFiles.STYLES) {
      Path npy = WeightFiles.copy(style, temp);
      Files.setLastModifiedTime(npy, FileTime.fromMillis(1_000_000L * copies.size()));
      copies.add(npy);
      store.convert(npy, bytes -> {});
    }
    Trunk trunk = store.list().get(0);
    assertEquals(List.of(trunk), store.list());
    LongConsumer unwanted =
        bytes -> {
          throw new AssertionError("converted again");
        };
    for (Path npy : copies) {
      assertEquals(trunk, store.convert(npy, unwanted));
      assertEquals(Optional.of(trunk), store.convertedFrom(npy));
    }
  }

  @Test
  void theTrunkThatWasConvertedLastComesFirst() throws IOException {
    for (int seed : new int[] {2, 3, 1}) {
      Path npy = temp.resolve(seed + "/vgg16.npy");
      new SeededVgg(seed, 512).write(npy, bytes -> {});
      Files.setLastModifiedTime(npy, FileTime.fromMillis(1_000_000L * seed));
      Trunk trunk = store.convert(npy, bytes -> {});
      // The file's own time, which says nothing about the conversion, is the other way round.
      Files.setLastModifiedTime(
          trunk.directory().resolve("trunk.json"), FileTime.fromMillis(9_000_000L - seed * 1_000L));
    }
    assertEquals(
        List.of(1, 2, 3),
        store.list().stream()
            .map(trunk -> (int) (trunk.sources().get(0).modified().toEpochMilli() / 1_000_000L))
            .toList());
  }

  @Test
  void aDamagedTrunkIsReplaced() throws IOException {
    Path npy = WeightFiles.copy("py2", temp);
    Trunk trunk = store.convert(npy, bytes -> {});
    Files.delete(trunk.directory().resolve("fc6.biases"));
    assertEquals(List.of(), store.list());
    assertEquals(trunk, store.convert(npy, bytes -> {}));
    assertEquals(List.of(trunk), store.list());
    assertEquals(List.of(NAME), names(store.directory()));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
    }
  }
}
