package dev.flowers.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directory that is written under a name beside its own, and appears when it is complete. Closing
 * it before removes what was written.
 */
public final class AtomicDirectory implements AutoCloseable {
  /** In the name of whatever is not complete, behind the target's name. */
  public static final String PARTIAL = ".partial-";

  private final Path target;
  private final Path partial;

  private AtomicDirectory(Path target, Path partial) {
    this.target = target;
    this.partial = partial;
  }

  /**
   * Begins a directory, and removes what killed processes left of earlier tries.
   *
   * @param target where nothing may be, or an empty directory, or one with {@code own} files alone
   * @param own the names of the files that will be in it: with all of them there, and no other, the
   *     directory may be replaced
   * @throws FileAlreadyExistsException if anything else is there; it stays untouched
   */
  public static AtomicDirectory at(Path target, Set<String> own) throws IOException {
    Path directory =
        Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
    refuseForeign(directory, own);
    Path parent = directory.getParent();
    if (parent == null) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "found the root, expected a directory below it");
    }
    Files.createDirectories(parent);
    String prefix = "." + directory.getFileName() + PARTIAL;
    sweep(parent, prefix);
    Path partial = parent.resolve(prefix + ProcessHandle.current().pid());
    return new AtomicDirectory(directory, Files.createDirectory(partial));
  }

  /** Where to write. */
  public Path partial() {
    return partial;
  }

  /** Gives the directory its name. */
  public void complete() throws IOException {
    if (!Files.exists(target)) {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = partial.resolveSibling(partial.getFileName() + "-old");
    Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    boolean moved = false;
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } finally {
      if (moved) {
        FileTree.delete(old);
      } else {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(partial);
  }

  private static void refuseForeign(Path directory, Set<String> own) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "found a file, expected a new or an empty directory");
    }
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        names.add(String.valueOf(child.getFileName()));
      }
    }
    if (!names.isEmpty() && !names.equals(own)) {
      names.removeAll(own);
      throw new FileAlreadyExistsException(
          directory.toString(),
          null,
          (names.isEmpty() ? "found a part of an earlier export" : "found " + names)
              + ", expected a new or an empty directory, or an earlier export");
    }
  }

  /** Names end with the process that writes; of one that lives the directory is left alone. */
  private static void sweep(Path parent, String prefix) throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            parent, path -> String.valueOf(path.getFileName()).startsWith(prefix))) {
      for (Path path : left) {
        String process = String.valueOf(path.getFileName()).substring(prefix.length());
        if (process.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(process)).isEmpty()) {
          FileTree.delete(path);
        }
      }
    }
  }
}
