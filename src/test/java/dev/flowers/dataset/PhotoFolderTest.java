package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoFolderTest {
  @TempDir Path root;

  @Test
  void listsClassesAndPhotosByName() throws IOException {
    photo("roses/b.jpg");
    photo("roses/a.jpg");
    photo("daisy/z.jpg");
    photo("daisy/.hidden.jpg");
    photo("LICENSE.txt");
    photo(".git/config");
    Files.createDirectories(root.resolve("daisy/nested"));

    PhotoFolder folder = PhotoFolder.list(root);

    assertEquals(List.of("daisy", "roses"), folder.classes());
    assertEquals(
        List.of(
            new Photo(root.resolve("daisy/z.jpg"), 0),
            new Photo(root.resolve("roses/a.jpg"), 1),
            new Photo(root.resolve("roses/b.jpg"), 1)),
        folder.photos());
    assertEquals(
        List.of(
            new PhotoFolder.UnusedFile(root.resolve(".git"), "hidden"),
            new PhotoFolder.UnusedFile(root.resolve("LICENSE.txt"), "not in a class folder"),
            new PhotoFolder.UnusedFile(root.resolve("daisy/.hidden.jpg"), "a hidden file"),
            new PhotoFolder.UnusedFile(
                root.resolve("daisy/nested"), "a folder below a class folder")),
        folder.unused());
  }

  @Test
  void followsLinksToClassFolders(@TempDir Path elsewhere) throws IOException {
    photo("daisy/1.jpg");
    Files.writeString(elsewhere.resolve("2.jpg"), "x");
    Files.createSymbolicLink(root.resolve("roses"), elsewhere);

    assertEquals(2, PhotoFolder.list(root).photos().size());
  }

  @Test
  void aClassNameThatDoesNotFitOnALineIsRefused() throws IOException {
    photo("daisy/1.jpg");
    photo("roses\r/1.jpg");
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> PhotoFolder.list(root));
    assertTrue(
        String.valueOf(e.getMessage()).contains("\"roses\\r\" (a line break)"), e.getMessage());
  }

  @Test
  void aPartWithoutOthersGetsAHint() throws IOException {
    photo("train/daisy/1.jpg");
    photo("train/roses/1.jpg");
    assertHint("train looks like a part of a data set: pass " + root.resolve("train"));
  }

  @Test
  void classesOneFolderDeeperGetAHint() throws IOException {
    photo("all/daisy/1.jpg");
    photo("all/roses/1.jpg");
    assertHint("pass " + root.resolve("all"));
  }

  @Test
  void photosOneFolderDeeperGetAHint() throws IOException {
    photo("daisy/day1/1.jpg");
    photo("roses/day1/1.jpg");
    assertHint("folders below " + root.resolve("daisy") + " are not looked into");
  }

  private void assertHint(String hint) {
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> PhotoFolder.list(root));
    assertTrue(String.valueOf(e.getMessage()).contains(hint), e.getMessage());
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    assertMessage(root.resolve("nowhere"), "no such folder");
    assertMessage(root, "found no class folder");
    photo("daisy/1.jpg");
    assertMessage(root.resolve("daisy/1.jpg"), "is not a folder");
    assertMessage(root, "found one class alone, daisy");
    Files.createDirectories(root.resolve("roses"));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> PhotoFolder.list(root));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith(root.resolve("roses") + ": found no file"),
        e.getMessage());
  }

  private static void assertMessage(Path folder, String found) {
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> PhotoFolder.list(folder));
    assertTrue(String.valueOf(e.getMessage()).startsWith(folder + ": " + found), e.getMessage());
    assertTrue(
        String.valueOf(e.getMessage()).contains("expected at least two sub-folders"),
        e.getMessage());
  }

  private void photo(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
  }
}
