package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("page.html");
  }

  @Test
  void writesReplacesAndLeavesNothingBeside() throws IOException {
    AtomicFile.write(file, "ü");
    assertEquals("ü", Files.readString(file));
    AtomicFile.write(file, new byte[] {'b'});
    assertEquals("b", Files.readString(file));
    AtomicFile.write(file, out -> out.write(new byte[100_000]));
    assertEquals(100_000, Files.size(file));
    assertEquals(List.of("page.html"), names());
  }

  @Test
  void aFailureLeavesTheOldFileAlone() throws IOException {
    AtomicFile.write(file, "old");
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IllegalStateException("the content fails");
                }));
    assertThrows(MalformedFileException.class, () -> AtomicFile.write(file, "half \ud800"));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("page.html"), names());
  }

  @Test
  void afterReplacingThePartialFileIsGone() throws IOException {
    Path partial = Files.writeString(directory.resolve("page.html.partial"), "new");
    AtomicFile.write(file, "old");
    AtomicFile.replace(partial, file);
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("page.html"), names());
  }

  @Test
  void theFileIsNamedAndNotTheOneBesideIt() throws IOException {
    Path nowhere = directory.resolve("no/page.html");
    assertEquals(
        nowhere.toString(),
        assertThrows(NoSuchFileException.class, () -> AtomicFile.write(nowhere, "")).getFile());
    Files.createDirectories(file.resolve("not empty"));
    IOException e = assertThrows(IOException.class, () -> AtomicFile.write(file, ""));
    assertTrue(FileErrors.message(e).startsWith(file + ": "), FileErrors.message(e));
    assertEquals(List.of("page.html"), names());
  }

  @Test
  void writersAtOnceDoNotMixAndReadersSeeAWholeFile() throws Exception {
    AtomicFile.write(file, "0".repeat(20_000));
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (String digit : List.of("1", "2", "3")) {
        tasks.add(
            () -> {
              for (int i = 0; i < 50; i++) {
                AtomicFile.write(file, digit.repeat(20_000));
              }
              return true;
            });
      }
      tasks.add(
          () -> {
            for (int i = 0; i < 200; i++) {
              String text = Files.readString(file);
              assertEquals(text.substring(0, 1).repeat(20_000), text);
            }
            return true;
          });
      for (Future<Boolean> done : pool.invokeAll(tasks)) {
        assertTrue(done.get());
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(List.of("page.html"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
