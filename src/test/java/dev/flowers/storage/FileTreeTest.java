package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir Path temporary;
  private Path tree = Path.of("");

  @BeforeEach
  void makeTree() throws IOException {
    tree = temporary.resolve("tree");
    Files.createDirectories(tree.resolve("a/b/empty"));
    Files.write(tree.resolve("a/one"), new byte[3]);
    Files.write(tree.resolve("a/b/two"), new byte[4]);
  }

  @Test
  void deletesADirectoryAFileAndNothing() throws IOException {
    FileTree.delete(tree);
    assertFalse(Files.exists(tree));
    FileTree.delete(tree);
    FileTree.delete(Files.createFile(tree));
    assertFalse(Files.exists(tree));
  }

  @Test
  void leavesWhatLinksLeadTo() throws IOException {
    Path kept = Files.createDirectory(temporary.resolve("kept"));
    Files.write(kept.resolve("mine"), new byte[100]);
    Files.createSymbolicLink(tree.resolve("a/link"), kept);
    Files.createSymbolicLink(tree.resolve("a/dangling"), temporary.resolve("nowhere"));
    Files.createSymbolicLink(tree.resolve("a/loop"), tree);
    assertEquals(7, FileTree.size(tree));
    FileTree.force(tree);
    FileTree.delete(tree);
    assertFalse(Files.exists(tree));
    assertTrue(Files.exists(kept.resolve("mine")));
    Path link = Files.createSymbolicLink(tree, temporary.resolve("nowhere"));
    FileTree.delete(link);
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void severalMayDeleteTheSame() throws Exception {
    for (int i = 0; i < 300; i++) {
      Files.write(tree.resolve("a/" + i), new byte[1]);
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> task =
          () -> {
            FileTree.delete(tree);
            return true;
          };
      for (Future<Boolean> done : pool.invokeAll(List.of(task, task, task, task))) {
        assertTrue(done.get());
      }
    } finally {
      pool.shutdown();
    }
    assertFalse(Files.exists(tree));
  }
}
