package dev.flowers.dataset;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Photos and their labels, from folders or from a table.
 *
 * <p>In a folder of class folders each sub-folder is a class, its name is the class's name, and the
 * files in it are that class's photos. Folders {@code train}, {@code val} (or {@code valid}, {@code
 * validation}) and {@code test} of class folders are parts, which a split leaves as they are.
 * {@link PhotoWalk} says which files count.
 *
 * @param source the folder or the table
 * @param root the folder that the photos' paths are told from: {@code source}, or the table's
 * @param classes the class names, sorted; a photo's label is an index into them
 * @param photos all photos, by class and then by path
 * @param unused what else lies in the folder: hidden files, folders below a class folder, files
 *     beside the class folders, links to nothing
 */
public record PhotoFolder(
    Path source, Path root, List<String> classes, List<Photo> photos, List<UnusedFile> unused) {
  private static final String EXPECTED =
      "; expected at least two sub-folders, one a class, with photos in each"
          + " (photos/daisy/1.jpg, photos/roses/1.jpg, …)";

  static final Comparator<Photo> ORDER =
      Comparator.comparingInt(Photo::label).thenComparing(photo -> photo.path().toString());

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
    Map<Path, Split.Part> parts = PartFolders.in(root);
    if (!parts.isEmpty()) {
      return PartFolders.list(root, parts);
    }
    List<UnusedFile> unused = new ArrayList<>();
    List<String> classes = classFolders(root, unused);
    if (classes.size() < 2) {
      throw new InvalidInputException(
          root
              + ": found "
              + (classes.isEmpty() ? "no class folder" : "one class alone, " + classes.get(0))
              + EXPECTED
              + hint(root, classes));
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
    return new PhotoFolder(root, root, classes, photos, unused);
  }

  /**
   * Reads a table of labels.
   *
   * @param table CSV by RFC 4180 in UTF-8 with a header and the columns {@code path}, {@code label}
   *     and, where parts are fixed, {@code split}: {@code train}, {@code validation} or {@code
   *     test}, or nothing for a photo that a split decides on
   * @param photos where paths are looked for that are not in the table's own folder
   * @throws InvalidInputException if it is no such table, a photo is not there or there twice, a
   *     label is no class name, or there are fewer than two classes; the message has the line
   * @throws IOException if it cannot be read
   */
  public static PhotoFolder labelled(Path table, Optional<Path> photos) throws IOException {
    return LabelTable.read(table, photos);
  }

  /** Returns a photo's path as embeddings and tables have it: from the root, with slashes. */
  public String path(Photo photo) {
    Path path = photo.path();
    boolean comparable =
        path.isAbsolute() == root.isAbsolute() && Objects.equals(path.getRoot(), root.getRoot());
    return (comparable ? root.relativize(path) : path).toString().replace('\\', '/');
  }

  /** Returns the names of the class folders in a folder, sorted, and notes what else is in it. */
  static List<String> classFolders(Path folder, List<UnusedFile> unused) throws IOException {
    noteOthers(folder, unused);
    List<String> classes = new ArrayList<>();
    for (Path child : PhotoWalk.children(folder)) {
      if (isClassFolder(child)) {
        classes.add(child.getFileName().toString());
      }
    }
    for (String name : classes) {
      String fault = ClassNames.fault(name);
      if (!fault.isEmpty()) {
        throw new InvalidInputException(
            folder
                + ": found the class folder "
                + ClassNames.quoted(name)
                + " ("
                + fault
                + "), expected a name of "
                + ClassNames.EXPECTED
                + "; rename it");
      }
    }
    return classes;
  }

  static boolean isClassFolder(Path child) throws IOException {
    return Files.isDirectory(child)
        && !PhotoWalk.isHidden(child)
        && !PhotoWalk.isMacOsLeftover(child);
  }

  static void noteOthers(Path folder, List<UnusedFile> unused) throws IOException {
    for (Path child : PhotoWalk.children(folder)) {
      if (PhotoWalk.isHidden(child)) {
        unused.add(new UnusedFile(child, "hidden"));
      } else if (!Files.isDirectory(child)) {
        unused.add(new UnusedFile(child, "not in a class folder"));
      } else if (PhotoWalk.isMacOsLeftover(child)) {
        unused.add(new UnusedFile(child, "a leftover of a macOS archive"));
      }
    }
  }

  /** What to pass instead, where it can be seen; else nothing. */
  private static String hint(Path root, List<String> classes) throws IOException {
    for (String name : classes) {
      if (Split.Part.named(name).isPresent() && hasFolders(root.resolve(name))) {
        return ". "
            + name
            + " looks like a part of a data set: pass "
            + root.resolve(name)
            + ", or have a folder of class folders for each part (train, val, test) and no others";
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

  static boolean hasFolders(Path folder) throws IOException {
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
