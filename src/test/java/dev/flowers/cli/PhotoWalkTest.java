package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoWalkTest {
  @TempDir Path folder;
  private Path first = Path.of("");
  private Path second = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    first = Files.createFile(Files.createDirectories(folder.resolve("a/b")).resolve("1.jpg"));
    second = Files.createFile(Files.createDirectory(folder.resolve("c")).resolve("2.jpg"));
    Files.createFile(folder.resolve(".hidden.jpg"));
  }

  @Test
  void listsAllFilesInOrderButHiddenOnes() throws IOException {
    PhotoWalk walk = PhotoWalk.through(folder);
    assertEquals(List.of(first, second), walk.photos());
    assertEquals(Map.of(), walk.faults());
  }

  @Test
  void goesOnAfterAFolderThatCannotBeListed() throws IOException {
    Path closed = folder.resolve("a");
    assumeTrue(closed.toFile().setReadable(false) && !Files.isReadable(closed), "not as root");
    try {
      PhotoWalk walk = PhotoWalk.through(folder);
      assertEquals(List.of(second), walk.photos());
      assertEquals(Map.of(closed, closed + ": access denied"), walk.faults());
    } finally {
      closed.toFile().setReadable(true);
    }
  }

  @Test
  void namesWhatItPassed() throws IOException {
    PhotoWalk walk = PhotoWalk.through(folder);
    IOException denied = new AccessDeniedException("a");
    assertEquals(FileVisitResult.CONTINUE, walk.visitFileFailed(Path.of("a"), denied));
    assertEquals(FileVisitResult.CONTINUE, walk.postVisitDirectory(Path.of("b"), denied));
    assertEquals(
        Map.of(Path.of("a"), "a: access denied", Path.of("b"), "a: access denied"), walk.faults());
  }
}
