package dev.flowers.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A directory that is written under a name beside its own, and appears when it is complete and on
 * the disk. Closing it before removes what was written.
 *
 * <p>One at a time writes a target, of all threads of all processes: the lock is a file {@code
 * .<target>.lock}, there while somebody writes. What killed processes left of earlier tries is
 * removed.
 */
public final class AtomicDirectory implements AutoCloseable {
  /** In the name of whatever is not complete, behind the target's name. */
  public static final String PARTIAL = ".partial-";

  private final Path target;
  private final Path partial;
  private final Path old;
  private final WriteLock lock;

  private AtomicDirectory(Path target, WriteLock lock) {
    this.target = target;
    this.partial = beside(target, "new");
    this.old = beside(target, "old");
    this.lock = lock;
  }

  /**
   * Begins a directory, unless another is writing it.
   *
   * @param target where nothing may be, or an empty directory, or one with {@code own} files alone
   * @param own the names of the files that will be in it: with all of them there, and no other, the
   *     directory may be replaced
   * @throws FileAlreadyExistsException if anything else is there, which stays untouched, or another
   *     is writing
   */
  public static AtomicDirectory at(Path target, Set<String> own) throws IOException {
    return at(target, own, Set.of());
  }

  /**
   * The same for a directory that had fewer files when an earlier version wrote it.
   *
   * @param later those of {@code own} that came later: with all or none of them there, the
   *     directory may be replaced
   */
  public static AtomicDirectory at(Path target, Set<String> own, Set<String> later)
      throws IOException {
    Path directory = resolve(target);
    WriteLock lock =
        WriteLock.tryTake(directory)
            .orElseThrow(
                () ->
                    new FileAlreadyExistsException(
                        directory.toString(), null, "found another run writing it, expected none"));
    return begin(directory, lock, Optional.of(own), later);
  }

  /**
   * Begins a directory, as soon as no other is writing it. A thread that is writing it already
   * would wait for ever.
   *
   * @param target what is there when it is complete is replaced
   */
  public static AtomicDirectory waitFor(Path target) throws IOException {
    Path directory = resolve(target);
    return begin(directory, WriteLock.take(directory), Optional.empty(), Set.of());
  }

  private static AtomicDirectory begin(
      Path target, WriteLock lock, Optional<Set<String>> own, Set<String> later)
      throws IOException {
    boolean begun = false;
    try {
      AtomicDirectory directory = new AtomicDirectory(target, lock);
      directory.sweep();
      if (own.isPresent()) {
        refuseForeign(target, own.get(), later);
      }
      Files.createDirectory(directory.partial);
      begun = true;
      return directory;
    } finally {
      if (!begun) {
        lock.close();
      }
    }
  }

  /** Where to write. */
  public Path partial() {
    return partial;
  }

  /** Gives the directory its name. */
  public void complete() throws IOException {
    move(partial, target);
  }

  /** Gives the name to a directory in it, and drops the rest. */
  public void complete(Path content) throws IOException {
    move(content, target);
  }

  /**
   * Gives the directory another name than the target's.
   *
   * @param place in the target's directory; what is there is replaced
   */
  public void completeAs(Path place) throws IOException {
    move(partial, place);
  }

  private void move(Path content, Path place) throws IOException {
    FileTree.force(content);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      AtomicFile.rename(content, place);
      return;
    }
    // A directory that is not empty cannot be replaced in one step.
    Path aside = place.equals(target) ? old : beside(target, "replaced");
    Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
    boolean moved = false;
    try {
      AtomicFile.rename(content, place);
      moved = true;
    } finally {
      if (moved) {
        FileTree.delete(aside);
      } else {
        Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** Removes what is not complete, and lets the next one write. */
  @Override
  public void close() throws IOException {
    try (lock) {
      FileTree.delete(partial);
    }
  }

  /** Of two links to one directory both mean that directory. */
  private static Path resolve(Path target) throws IOException {
    Path directory =
        Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
    Path parent = directory.getParent();
    if (parent == null) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "found the root, expected a directory below it");
    }
    Files.createDirectories(parent);
    return directory;
  }

  private static Path beside(Path target, String suffix) {
    return target.resolveSibling("." + target.getFileName() + PARTIAL + suffix);
  }

  /** With the lock held, nobody else is at work here. */
  private void sweep() throws IOException {
    if (Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS)
        && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      AtomicFile.rename(old, target); // the machine stopped between the two steps of replacing
    }
    String name = String.valueOf(target.getFileName());
    // Earlier versions put numbers behind the name, and unpacked into <name>.partial.
    Pattern earlier = Pattern.compile(Pattern.quote(name + PARTIAL) + "[0-9]+");
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(
            Objects.requireNonNull(target.getParent()),
            path -> {
              String sibling = String.valueOf(path.getFileName());
              return sibling.startsWith("." + name + PARTIAL)
                  || earlier.matcher(sibling).matches()
                  || (sibling.equals(name + ".partial")
                      && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
            })) {
      for (Path left : siblings) {
        FileTree.delete(left);
      }
    }
  }

  private static void refuseForeign(Path directory, Set<String> own, Set<String> later)
      throws IOException {
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
    Set<String> earlier = new TreeSet<>(own);
    earlier.removeAll(later);
    if (!names.isEmpty() && !names.equals(own) && !names.equals(earlier)) {
      names.removeAll(own);
      throw new FileAlreadyExistsException(
          directory.toString(),
          null,
          (names.isEmpty() ? "found a part of an earlier export" : "found " + names)
              + ", expected a new or an empty directory, or an earlier export");
    }
  }
}
