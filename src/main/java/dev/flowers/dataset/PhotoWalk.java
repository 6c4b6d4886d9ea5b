package dev.flowers.dataset;

import dev.flowers.storage.FileErrors;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists the files in a folder of photos, in the same way for training and prediction. Links are
 * followed, to folders, too. Hidden files and folders, and {@code __MACOSX}, which macOS puts into
 * archives, are left out. Whatever is left out is listed.
 *
 * <p>Files come folder by folder, sorted by name, the same on every machine.
 */
public final class PhotoWalk {
  private static final String MACOS_LEFTOVER = "__MACOSX";

  private final List<Path> files = new ArrayList<>();
  private final List<PhotoFolder.UnusedFile> unused = new ArrayList<>();
  private final Map<Path, String> errors = new TreeMap<>();
  private final List<Path> ancestors = new ArrayList<>();
  private final int deepest;

  private PhotoWalk(int deepest) {
    this.deepest = deepest;
  }

  /**
   * Walks through a folder and all folders below it. A folder that cannot be listed is an error of
   * the walk and does not stop it.
   *
   * @throws IOException if the folder itself cannot be listed
   */
  public static PhotoWalk tree(Path folder) throws IOException {
    return walk(folder, Integer.MAX_VALUE);
  }

  /** Lists one folder; the folders in it are not used. */
  static PhotoWalk folder(Path folder) throws IOException {
    return walk(folder, 0);
  }

  private static PhotoWalk walk(Path folder, int deepest) throws IOException {
    PhotoWalk walk = new PhotoWalk(deepest);
    walk.ancestors.add(folder.toRealPath());
    walk.list(folder, 0);
    return walk;
  }

  /** Returns the files, which may be photos. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /** Returns what was left out, and why. */
  public List<PhotoFolder.UnusedFile> unused() {
    return List.copyOf(unused);
  }

  /** Returns the folders that could not be listed, and why: the message names them. */
  public Map<Path, String> errors() {
    return Map.copyOf(errors);
  }

  private void list(Path folder, int depth) throws IOException {
    for (Path child : children(folder)) {
      if (isHidden(child)) {
        unused.add(
            new PhotoFolder.UnusedFile(
                child, Files.isDirectory(child) ? "a hidden folder" : "a hidden file"));
      } else if (Files.isDirectory(child)) {
        descend(child, depth);
      } else if (Files.isRegularFile(child)) {
        files.add(child);
      } else {
        // A pipe in a folder might have a run wait for ever.
        unused.add(
            new PhotoFolder.UnusedFile(
                child, Files.exists(child) ? "no regular file" : "a link to nothing"));
      }
    }
  }

  private void descend(Path folder, int depth) throws IOException {
    if (isMacOsLeftover(folder)) {
      unused.add(new PhotoFolder.UnusedFile(folder, "a leftover of a macOS archive"));
      return;
    }
    if (depth == deepest) {
      unused.add(new PhotoFolder.UnusedFile(folder, "a folder below a class folder"));
      return;
    }
    try {
      Path real = folder.toRealPath();
      if (ancestors.contains(real)) {
        unused.add(new PhotoFolder.UnusedFile(folder, "a link to a folder that it is in"));
        return;
      }
      ancestors.add(real);
      list(folder, depth + 1);
      ancestors.remove(ancestors.size() - 1);
    } catch (IOException e) {
      errors.put(folder, FileErrors.message(e));
      ancestors.subList(depth + 1, ancestors.size()).clear();
    }
  }

  /** What a folder holds, sorted by name: Windows' paths would compare without case. */
  static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(child -> child.getFileName().toString()));
    return children;
  }

  static boolean isHidden(Path path) throws IOException {
    return path.getFileName().toString().startsWith(".") || Files.isHidden(path);
  }

  static boolean isMacOsLeftover(Path folder) {
    return folder.getFileName().toString().equals(MACOS_LEFTOVER);
  }
}
