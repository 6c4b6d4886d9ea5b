package dev.flowers.dataset;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A folder of class folders: each sub-folder is a class, its name is the class's name, and the
 * files in it are that class's photos. {@link PhotoWalk} says which files count.
 *
 * @param root the folder
 * @param classes the class names, sorted; a photo's label is an index into them
 * @param photos all photos, by class and then by file name
 * @param unused what else lies in the folder: hidden files, folders below a class folder, files
 *     beside the class folders, links to nothing
 */
public record PhotoFolder(
    Path root, List<String> classes, List<Photo> photos, List<UnusedFile> unused) {
  private static final String EXPECTED =
      "; expected at least two sub-folders, one a class, with photos in each"
          + " (photos/daisy/1.jpg, photos/roses/1.jpg, …)";

  /** Names that say that a folder is a part of a data set, not a class. */
  private static final Set<String> PARTS =
      Set.of("train", "training", "val", "valid", "validation", "test");

  /** Copies the lists. */
  public PhotoFolder {
    classes = List.copyOf(classes);
    photos = List.copyOf(photos);
    unused = List.copyOf(unused);
  }

  /**
   * Lists a folder. The same folder gives the same order on every machine.
   *
   * @throws InvalidInputException if it is no folder, has fewer than two classes, an empty class,
   *     or a class name that cannot be kept on one line
   * @throws IOException if it cannot be listed
   */
  public static PhotoFolder list(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException(
          root + ": " + (Files.exists(root) ? "is not a folder" : "no such folder") + EXPECTED);
    }
    List<UnusedFile> unused = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (Path child : PhotoWalk.children(root)) {
      if (PhotoWalk.isHidden(child)) {
        unused.add(new UnusedFile(child, "hidden"));
      } else if (!Files.isDirectory(child)) {
        unused.add(new UnusedFile(child, "not in a class folder"));
      } else if (PhotoWalk.isMacOsLeftover(child)) {
        unused.add(new UnusedFile(child, "a leftover of a macOS archive"));
      } else {
        classes.add(child.getFileName().toString());
      }
    }
    if (classes.size() < 2) {
      throw new InvalidInputException(
          root
              + ": found "
              + (classes.isEmpty() ? "no class folder" : "one class alone, " + classes.get(0))
              + EXPECTED
              + hint(root, classes));
    }
    for (String name : classes) {
      String fault = ClassNames.fault(name);
      if (!fault.isEmpty()) {
        throw new InvalidInputException(
            root
                + ": found the class folder "
                + ClassNames.quoted(name)
                + " ("
                + fault
                + "), expected a name of "
                + ClassNames.EXPECTED
                + "; rename it");
      }
    }
    List<Photo> photos = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      PhotoWalk walk = PhotoWalk.folder(root.resolve(classes.get(label)));
      if (walk.files().isEmpty()) {
        throw new InvalidInputException(
            root.resolve(classes.get(label))
                + ": found no file in this class folder"
                + EXPECTED
                + hint(root, classes));
      }
      for (Path file : walk.files()) {
        photos.add(new Photo(file, label));
      }
      unused.addAll(walk.unused());
    }
    return new PhotoFolder(root, classes, photos, unused);
  }

  /** What to pass instead, where it can be seen; else nothing. */
  private static String hint(Path root, List<String> classes) throws IOException {
    for (String name : classes) {
      if (PARTS.contains(name.toLowerCase(Locale.ROOT)) && hasFolders(root.resolve(name))) {
        return ". "
            + name
            + " looks like a part of a data set: pass "
            + root.resolve(name)
            + ", or put each class's photos of all parts into one folder";
      }
    }
    for (String name : classes) {
      if (hasFolders(root.resolve(name))) {
        return ". The photos may lie one folder deeper: folders below "
            + root.resolve(name)
            + " are not looked into; pass "
            + (classes.size() == 1 ? root.resolve(name) : "the folder that holds the class folders")
            + ", or move the photos up";
      }
    }
    return "";
  }

  private static boolean hasFolders(Path folder) throws IOException {
    for (Path child : PhotoWalk.children(folder)) {
      if (Files.isDirectory(child) && !PhotoWalk.isHidden(child)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A file, folder or link in a folder of photos that is not used.
   *
   * @param path a file, a folder or a link
   * @param reason why not: {@code a hidden file}, {@code a folder below a class folder}
   */
  public record UnusedFile(Path path, String reason) {
    @Override
    public String toString() {
      return path + " (" + reason + ")";
    }
  }
}
