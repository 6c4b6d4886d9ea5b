package dev.flowers.trunk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to write something that takes long and must never be seen half: a name beside the
 * target to write under, and a lock so that two do not do it at once.
 *
 * <p>The lock is an empty file {@code <target>.lock}, which stays: deleting it would let a third
 * process lock a file that a second still waits for. Closed by the thread that acquired it.
 */
final class ExclusiveWrite implements AutoCloseable {
  private static final String PARTIAL = ".partial-";

  /** File locks hold between processes only. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path parent;
  private final String prefix;
  private final FileChannel lock;
  private int count;

  private ExclusiveWrite(Path parent, String prefix, FileChannel lock) {
    this.parent = parent;
    this.prefix = prefix;
    this.lock = lock;
  }

  /** Waits for whoever writes {@code target} now, and removes what a killed process left. */
  static ExclusiveWrite acquire(Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new FileSystemException(target.toString(), null, "expected a path below a directory");
    }
    Files.createDirectories(parent);
    IN_THIS_PROCESS.lock();
    boolean acquired = false;
    try {
      FileChannel lock =
          FileChannel.open(
              parent.resolve(target.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      ExclusiveWrite sibling = new ExclusiveWrite(parent, target.getFileName() + PARTIAL, lock);
      try {
        lock.lock();
        sibling.sweep();
        acquired = true;
        return sibling;
      } finally {
        if (!acquired) {
          lock.close();
        }
      }
    } finally {
      if (!acquired) {
        IN_THIS_PROCESS.unlock();
      }
    }
  }

  /** A path on the target's disk where nothing is, another one at each call. */
  Path fresh() {
    return parent.resolve(prefix + count++);
  }

  /** Moves a directory that is complete to the target's place; what is there is deleted. */
  void move(Path complete, Path target) throws IOException {
    // A directory that is not empty cannot be replaced in one step.
    Path old = fresh();
    if (Files.exists(target)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  /** Refuses to start what the disk cannot take; {@code needed} is in bytes. */
  void checkSpace(long needed) throws IOException {
    checkSpace(parent, needed, Files.getFileStore(parent).getUsableSpace());
  }

  /** Lets the next one in. */
  @Override
  public void close() throws IOException {
    try {
      lock.close();
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(parent, p -> String.valueOf(p.getFileName()).startsWith(prefix))) {
      for (Path path : left) {
        delete(path);
      }
    }
  }

  /**
   * Compares what is needed with what is free.
   *
   * @param directory where it will be written
   * @param needed bytes that will be written
   * @param free bytes that are free there
   */
  static void checkSpace(Path directory, long needed, long free) throws FileSystemException {
    if (free < needed) {
      throw new FileSystemException(
          directory.toString(),
          null,
          String.format(
              "found %d MB free on this disk; expected at least %d MB",
              free / 1_000_000, needed / 1_000_000 + 1));
    }
  }

  /** Deletes a file or a directory with all that is in it; does nothing when it is not there. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
