package dev.flowers.dataset;

import dev.flowers.storage.FileErrors;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private PhotoWalk() {}

  /** Is told what there is, in the order of the walk. */
  public interface Visitor {
    /** A file, which may be a photo. */
    void file(Path file) throws IOException;

    /** What is left out. */
    void unused(PhotoFolder.UnusedFile file) throws IOException;

    /**
     * A folder that could not be listed.
     *
     * @param error why; it names the folder
     */
    void unlisted(Path folder, String error) throws IOException;
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

  /**
   * The same, but holds no more than the folders that it is in: for trees of any number of files.
   *
   * @throws IOException if the folder itself cannot be listed, or the visitor throws it
   */
  public static void visit(Path folder, Visitor visitor) throws IOException {
    new Walk(visitor, Integer.MAX_VALUE).begin(folder);
  }

  /** Lists one folder; the folders in it are not used. */
  static PhotoWalk folder(Path folder) throws IOException {
    return walk(folder, 0);
  }

  private static PhotoWalk walk(Path folder, int deepest) throws IOException {
    PhotoWalk found = new PhotoWalk();
    Visitor visitor =
        new Visitor() {
          @Override
          public void file(Path file) {
            found.files.add(file);
          }

          @Override
          public void unused(PhotoFolder.UnusedFile file) {
            found.unused.add(file);
          }

          @Override
          public void unlisted(Path of, String error) {
            found.errors.put(of, error);
          }
        };
    new Walk(visitor, deepest).begin(folder);
    return found;
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

  /** A walk under way: the folders that it is in. */
  private static final class Walk {
    private final Visitor visitor;
    private final int deepest;
    private final List<Path> ancestors = new ArrayList<>();

    Walk(Visitor visitor, int deepest) {
      this.visitor = visitor;
      this.deepest = deepest;
    }

    void begin(Path folder) throws IOException {
      ancestors.add(folder.toRealPath());
      visit(children(folder), 0);
    }

    private void visit(List<Path> children, int depth) throws IOException {
      for (Path child : children) {
        Optional<String> fault = hidden(child);
        if (fault.isPresent()) {
          unused(child, fault.get());
        } else if (Files.isDirectory(child)) {
          descend(child, depth);
        } else if (Files.isRegularFile(child)) {
          visitor.file(child);
        } else {
          // A pipe in a folder might have a run wait for ever.
          unused(child, Files.exists(child) ? "no regular file" : "a link to nothing");
        }
      }
    }

    private static Optional<String> hidden(Path child) throws IOException {
      try {
        return isHidden(child)
            ? Optional.of(Files.isDirectory(child) ? "a hidden folder" : "a hidden file")
            : Optional.empty();
      } catch (NoSuchFileException gone) {
        return Optional.of("gone meanwhile"); // on Windows, which asks the file
      }
    }

    private void descend(Path folder, int depth) throws IOException {
      if (isMacOsLeftover(folder)) {
        unused(folder, "a leftover of a macOS archive");
        return;
      }
      if (depth == deepest) {
        unused(folder, "a folder below a class folder");
        return;
      }
      Path real;
      List<Path> children;
      try {
        real = folder.toRealPath();
        children = ancestors.contains(real) ? List.of() : children(folder);
      } catch (IOException e) {
        visitor.unlisted(folder, FileErrors.message(e));
        return;
      }
      if (ancestors.contains(real)) {
        unused(folder, "a link to a folder that it is in");
        return;
      }
      ancestors.add(real);
      visit(children, depth + 1);
      ancestors.remove(ancestors.size() - 1);
    }

    private void unused(Path file, String why) throws IOException {
      visitor.unused(new PhotoFolder.UnusedFile(file, why));
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
    return isHidden(path.getFileName().toString()) || Files.isHidden(path);
  }

  static boolean isMacOsLeftover(Path folder) {
    return isMacOsLeftover(folder.getFileName().toString());
  }

  /** Whether a file or folder of this name, on any file system, is left out as hidden. */
  public static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  /** Whether a folder of this name, on any file system, is left out as macOS's. */
  public static boolean isMacOsLeftover(String folderName) {
    return folderName.equals(MACOS_LEFTOVER);
  }
}
