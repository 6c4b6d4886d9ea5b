package dev.flowers.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.JavaProcess;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AtomicDirectoryTest {
  private static final Set<String> OWN = Set.of("graph", "weights");

  @TempDir Path directory;
  private Path target;

  @BeforeEach
  void nameTarget() {
    target = directory.resolve("below/target");
  }

  @Test
  void appearsWhenComplete() throws IOException {
    try (AtomicDirectory fresh = AtomicDirectory.at(target, OWN)) {
      Files.writeString(fresh.partial().resolve("graph"), "new");
      assertFalse(Files.exists(target));
      fresh.complete();
    }
    assertEquals("new", Files.readString(target.resolve("graph")));
    assertEquals(List.of("target"), siblings());
  }

  @Test
  void leavesNothingWhenItWasNotCompleted() throws IOException {
    try (AtomicDirectory fresh = AtomicDirectory.at(target, OWN)) {
      Files.writeString(fresh.partial().resolve("graph"), "new");
    }
    assertEquals(List.of(), siblings());
  }

  @Test
  void takesTheNameOfAnEmptyDirectory() throws IOException {
    Files.createDirectories(target);
    write("new");
    assertEquals("new", Files.readString(target.resolve("graph")));
    assertEquals(List.of("target"), siblings());
  }

  @Test
  void replacesOneWithTheSameFiles() throws IOException {
    write("old");
    write("new");
    assertEquals("new", Files.readString(target.resolve("graph")));
    assertEquals(List.of("target"), siblings());
  }

  @Test
  void goesWhereALinkLeads() throws IOException {
    Path real = Files.createDirectories(directory.resolve("real"));
    Files.createDirectories(target.getParent());
    Files.createSymbolicLink(target, real);
    write("new");
    assertTrue(Files.isSymbolicLink(target));
    assertEquals("new", Files.readString(real.resolve("graph")));
  }

  @Test
  void refusesADirectoryWithAnythingElse() throws IOException {
    write("old");
    Files.writeString(target.resolve("thesis.txt"), "mine");
    assertRefused("[thesis.txt]");
    assertEquals("old", Files.readString(target.resolve("graph")));
  }

  @Test
  void refusesADirectoryThatHasOnlySomeOfTheFiles() throws IOException {
    write("old");
    Files.delete(target.resolve("weights"));
    assertRefused("a part of an earlier export");
  }

  @Test
  void refusesAFile() throws IOException {
    Files.createDirectories(target.getParent());
    Files.writeString(target, "mine");
    assertRefused("found a file");
    assertEquals("mine", Files.readString(target));
  }

  @Test
  void removesWhatAKilledProcessLeft() throws IOException {
    Files.createDirectories(target.getParent());
    // No process has such a number.
    Path left = target.resolveSibling(".target.partial-99999999999");
    Files.createDirectory(left);
    Files.writeString(left.resolve("weights"), "half");
    Path other = Files.createDirectory(target.resolveSibling(".other.partial-99999999999"));
    write("new");
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(other));
  }

  @Test
  void removesWhatEarlierVersionsLeftAndNothingElse() throws IOException {
    Files.createDirectories(target.getParent());
    for (String left : List.of("target.partial-0", "target.partial")) {
      Files.createDirectories(target.resolveSibling(left).resolve("half"));
    }
    Files.createDirectory(target.resolveSibling("target.partial-mine"));
    Files.createFile(target.resolveSibling("target.lock"));
    write("new");
    assertEquals(List.of("target", "target.lock", "target.partial-mine"), siblings());
    Path download = Files.createFile(target.resolveSibling("target.partial"));
    write("newer");
    assertTrue(Files.exists(download));
  }

  @Test
  void bringsBackWhatAStoppedMachineHadMovedAside() throws IOException {
    write("old");
    Files.move(target, target.resolveSibling(".target.partial-old"));
    try (AtomicDirectory next = AtomicDirectory.at(target, OWN)) {
      assertEquals("old", Files.readString(target.resolve("graph")));
      assertTrue(Files.exists(next.partial()));
    }
    assertEquals(List.of("target"), siblings());
  }

  @Test
  void refusesToWriteTheSameTwiceAtOnce() throws IOException {
    try (AtomicDirectory first = AtomicDirectory.at(target, OWN)) {
      assertRefused("found another run writing it");
      assertTrue(Files.exists(first.partial()));
    }
  }

  @Test
  void aPartMayBecomeTheWhole() throws IOException {
    write("old");
    try (AtomicDirectory fresh = AtomicDirectory.waitFor(target)) {
      Path inner = Files.createDirectory(fresh.partial().resolve("inner"));
      Files.writeString(inner.resolve("graph"), "new");
      fresh.complete(inner);
    }
    assertEquals("new", Files.readString(target.resolve("graph")));
    assertEquals(List.of("target"), siblings());
  }

  @Test
  void mayGetAnotherNameInTheEnd() throws IOException {
    Path other = target.resolveSibling("other");
    for (String text : List.of("old", "new")) {
      try (AtomicDirectory fresh = AtomicDirectory.waitFor(target)) {
        Files.writeString(fresh.partial().resolve("graph"), text);
        fresh.completeAs(other);
      }
    }
    assertEquals("new", Files.readString(other.resolve("graph")));
    assertEquals(List.of("other"), siblings());
  }

  /** Begins a directory and never completes it. */
  static final class Holding {
    private Holding() {}

    public static void main(String[] args) throws Exception {
      try (AtomicDirectory held = AtomicDirectory.waitFor(Path.of(args[0]))) {
        Files.writeString(held.partial().resolve("graph"), "half");
        System.out.println("held");
        Thread.sleep(600_000);
      }
    }
  }

  @Test
  @Timeout(60)
  void aLivingProcessIsWaitedForAndAKilledOneIsNot() throws Exception {
    Process process =
        JavaProcess.builder(
                JavaProcess.classPath(), Holding.class, List.of(), List.of(target.toString()))
            .start();
    ExecutorService waiting = Executors.newSingleThreadExecutor();
    try {
      assertEquals('h', process.getInputStream().read());
      assertRefused("found another run writing it");
      Future<?> written =
          waiting.submit(
              () -> {
                try (AtomicDirectory fresh = AtomicDirectory.waitFor(target)) {
                  Files.writeString(fresh.partial().resolve("graph"), "new");
                  fresh.complete();
                }
                return null;
              });
      assertThrows(TimeoutException.class, () -> written.get(300, TimeUnit.MILLISECONDS));
      process.destroyForcibly();
      written.get();
    } finally {
      process.destroyForcibly();
      waiting.shutdownNow();
    }
    assertEquals("new", Files.readString(target.resolve("graph")));
    assertEquals(List.of("target"), siblings());
  }

  /** Counts in a directory, with two threads. */
  static final class Counting {
    private Counting() {}

    public static void main(String[] args) throws Exception {
      Path target = Path.of(args[0]);
      Callable<Boolean> task =
          () -> {
            for (int i = 0; i < 20; i++) {
              try (AtomicDirectory fresh = AtomicDirectory.waitFor(target)) {
                Path count = target.resolve("count");
                int next = Files.exists(count) ? Integer.parseInt(Files.readString(count)) + 1 : 1;
                Files.writeString(fresh.partial().resolve("count"), Integer.toString(next));
                fresh.complete();
              }
            }
            return true;
          };
      ExecutorService pool = Executors.newFixedThreadPool(2);
      for (Future<Boolean> done : pool.invokeAll(List.of(task, task))) {
        done.get();
      }
      pool.shutdown();
    }
  }

  @Test
  @Timeout(120)
  void threadsOfSeveralProcessesWriteOneAfterTheOther() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          JavaProcess.builder(
                  JavaProcess.classPath(),
                  Counting.class,
                  List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
                  List.of(target.toString()))
              .start());
    }
    for (Process process : processes) {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), output);
    }
    assertEquals("120", Files.readString(target.resolve("count")));
    assertEquals(List.of("target"), siblings());
  }

  private void write(String text) throws IOException {
    try (AtomicDirectory fresh = AtomicDirectory.at(target, OWN)) {
      for (String name : OWN) {
        Files.writeString(fresh.partial().resolve(name), text);
      }
      fresh.complete();
    }
  }

  private void assertRefused(String found) throws IOException {
    List<String> before = siblings();
    FileAlreadyExistsException refusal =
        assertThrows(FileAlreadyExistsException.class, () -> AtomicDirectory.at(target, OWN));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(found), message);
    assertTrue(message.contains(target.toString()), message);
    assertEquals(before, siblings());
  }

  private List<String> siblings() throws IOException {
    try (Stream<Path> siblings = Files.list(target.getParent())) {
      return siblings.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
