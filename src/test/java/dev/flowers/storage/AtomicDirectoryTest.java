package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
  void refusesToWriteTheSameTwiceAtOnce() throws IOException {
    try (AtomicDirectory first = AtomicDirectory.at(target, OWN)) {
      assertThrows(FileAlreadyExistsException.class, () -> AtomicDirectory.at(target, OWN));
      assertTrue(Files.exists(first.partial()));
    }
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
