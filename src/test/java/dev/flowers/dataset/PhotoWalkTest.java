package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
    first = file("a/b/1.jpg");
    second = file("c/2.jpg");
  }

  @Test
  void listsFilesInOrderAndWhatItLeftOut() throws IOException {
    Path hidden = file(".hidden.jpg");
    Path hiddenFolder = folder.resolve(".git");
    file(".git/config");
    Path archived = folder.resolve("__MACOSX");
    file("__MACOSX/._1.jpg");
    Path dangling = Files.createSymbolicLink(folder.resolve("z.jpg"), folder.resolve("nothing"));
    PhotoWalk walk = PhotoWalk.tree(folder);
    assertEquals(List.of(first, second), walk.files());
    assertEquals(
        List.of(
            new PhotoFolder.UnusedFile(hiddenFolder, "a hidden folder"),
            new PhotoFolder.UnusedFile(hidden, "a hidden file"),
            new PhotoFolder.UnusedFile(archived, "a leftover of a macOS archive"),
            new PhotoFolder.UnusedFile(dangling, "a link to nothing")),
        walk.unused());
    assertEquals(Map.of(), walk.errors());
  }

  @Test
  void followsLinksButNotInCircles(@TempDir Path elsewhere) throws IOException {
    Path other = Files.createFile(elsewhere.resolve("3.jpg"));
    Files.createSymbolicLink(folder.resolve("linked"), elsewhere);
    Path loop = Files.createSymbolicLink(folder.resolve("a/up"), folder);
    PhotoWalk walk = PhotoWalk.tree(folder);
    assertEquals(
        List.of(first, second, folder.resolve("linked").resolve(other.getFileName())),
        walk.files());
    assertEquals(
        List.of(new PhotoFolder.UnusedFile(loop, "a link to a folder that it is in")),
        walk.unused());
  }

  @Test
  void oneFolderNamesTheFoldersInIt() throws IOException {
    PhotoWalk walk = PhotoWalk.folder(folder.resolve("a"));
    assertEquals(List.of(), walk.files());
    assertEquals(
        List.of(new PhotoFolder.UnusedFile(folder.resolve("a/b"), "a folder below a class folder")),
        walk.unused());
  }

  @Test
  void goesOnAfterAFolderThatCannotBeListed() throws IOException {
    Path closed = folder.resolve("a");
    assumeTrue(closed.toFile().setReadable(false) && !Files.isReadable(closed), "not as root");
    try {
      PhotoWalk walk = PhotoWalk.tree(folder);
      assertEquals(List.of(second), walk.files());
      assertEquals(Map.of(closed, closed + ": access denied"), walk.errors());
    } finally {
      closed.toFile().setReadable(true);
    }
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }
}
