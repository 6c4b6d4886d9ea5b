package dev.flowers.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A folder of class folders: each sub-folder is a class, its name is the class's name, and the
 * files in it are that class's photos. Links to folders are followed; hidden files are no photos.
 *
 * @param root the folder
 * @param classes the class names, sorted; a photo's label is an index into them
 * @param photos all photos, by class and then by file name
 */
public record PhotoFolder(Path root, List<String> classes, List<Photo> photos) {
  private static final String EXPECTED =
      "; expected at least two sub-folders, one a class, with photos in each"
          + " (photos/daisy/1.jpg, photos/roses/1.jpg, …)";

  /** Copies the lists. */
  public PhotoFolder {
    classes = List.copyOf(classes);
    photos = List.copyOf(photos);
  }

  /**
   * Lists a folder. The same folder gives the same order on every machine.
   *
   * @throws PhotoFolderException if it is no folder, has fewer than two classes, or an empty class
   * @throws IOException if it cannot be listed
   */
  public static PhotoFolder list(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new PhotoFolderException(
          root + ": " + (Files.exists(root) ? "is not a folder" : "no such folder") + EXPECTED);
    }
    List<String> classes = new ArrayList<>();
    for (Path child : visible(root)) {
      if (Files.isDirectory(child)) {
        classes.add(child.getFileName().toString());
      }
    }
    if (classes.size() < 2) {
      throw new PhotoFolderException(
          root
              + ": found "
              + (classes.isEmpty() ? "no class folder" : "one class alone, " + classes.get(0))
              + EXPECTED);
    }
    List<Photo> photos = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      int before = photos.size();
      for (Path file : visible(root.resolve(classes.get(label)))) {
        if (Files.isRegularFile(file)) {
          photos.add(new Photo(file, label));
        }
      }
      if (photos.size() == before) {
        throw new PhotoFolderException(
            root.resolve(classes.get(label)) + ": found no file in this class folder" + EXPECTED);
      }
    }
    return new PhotoFolder(root, classes, photos);
  }

  private static List<Path> visible(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        if (!child.getFileName().toString().startsWith(".") && !Files.isHidden(child)) {
          children.add(child);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    // By name, not by Path: Windows' paths compare without case.
    Collections.sort(
        children, (a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
    return children;
  }
}
