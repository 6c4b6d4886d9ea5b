package dev.flowers.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The right to write one path, which one thread of all processes has at a time. It is a lock on a
 * file {@code .<name>.lock} beside the path, which is deleted when the right is given back.
 */
public final class WriteLock implements AutoCloseable {
  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
  private static final int MARKS = 1 << 20;

  private final Path path;
  private final LockedFile file;

  private WriteLock(Path path, LockedFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Takes it, without waiting; empty if another has it.
   *
   * @param target in a directory that is there
   * @throws IOException if the lock's file cannot be made
   */
  public static Optional<WriteLock> tryTake(Path target) throws IOException {
    Path path = beside(target);
    while (true) {
      Optional<LockedFile> file =
          LockedFile.tryOpen(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      if (isAt(path, file.get())) {
        return Optional.of(new WriteLock(path, file.get()));
      }
    }
  }

  /** Takes it, as soon as no other has it. */
  static WriteLock take(Path target) throws IOException {
    Path path = beside(target);
    while (true) {
      LockedFile file = LockedFile.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isAt(path, file)) {
        return new WriteLock(path, file);
      }
    }
  }

  private static Path beside(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".lock");
  }

  /**
   * Whether the locked file still has its name, or was deleted between opening and locking; if it
   * was, it is closed. Java does not say which file a channel leads to, and opening the path again
   * would drop the lock, so the file is told by its length: a random one.
   */
  private static boolean isAt(Path path, LockedFile file) throws IOException {
    boolean there = false;
    try {
      long mark = ThreadLocalRandom.current().nextLong(1, MARKS);
      FileChannel channel = file.channel();
      channel.truncate(0);
      channel.write(ByteBuffer.allocate(1), mark - 1);
      there = Files.size(path) == mark;
    } catch (NoSuchFileException e) {
      there = false;
    } finally {
      if (!there) {
        file.close();
      }
    }
    return there;
  }

  /** Lets the next one have it. */
  @Override
  public void close() throws IOException {
    try (file) {
      if (!WINDOWS) { // which lets nobody open a file that is deleted and still open elsewhere
        Files.deleteIfExists(path);
      }
    }
  }
}
