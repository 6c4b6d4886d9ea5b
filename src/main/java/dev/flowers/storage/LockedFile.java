package dev.flowers.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that one owner at a time has open, of all threads of all processes. The operating system
 * drops the lock when the process ends, however it ends. Whoever opens it closes it.
 *
 * <p>Within a process a file that is held is not even opened: Linux drops a process's lock on a
 * file when the process closes any channel to it.
 */
public final class LockedFile implements AutoCloseable {
  private static final Set<Path> HELD = new HashSet<>();

  private final Path key;
  private final FileChannel channel;
  private boolean closed;

  private LockedFile(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Opens and locks a file, without waiting.
   *
   * @param file in a directory that is there
   * @param options to write, and whether to create it
   * @return empty if another has it
   * @throws IOException if it cannot be opened
   */
  public static Optional<LockedFile> tryOpen(Path file, OpenOption... options) throws IOException {
    Path key = key(file);
    synchronized (HELD) {
      if (!HELD.add(key)) {
        return Optional.empty();
      }
    }
    return lock(key, file, false, options);
  }

  /**
   * The same, but waits for another that has it. A thread must not wait for itself.
   *
   * @throws InterruptedIOException if the thread is interrupted while it waits; it stays so
   */
  static LockedFile open(Path file, OpenOption... options) throws IOException {
    Path key = key(file);
    synchronized (HELD) {
      while (!HELD.add(key)) {
        try {
          HELD.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException(file + ": interrupted while another run has it");
        }
      }
    }
    return lock(key, file, true, options)
        .orElseThrow(
            () -> new FileSystemException(file.toString(), null, "another run writes here"));
  }

  private static Optional<LockedFile> lock(Path key, Path file, boolean wait, OpenOption... options)
      throws IOException {
    boolean locked = false;
    try {
      FileChannel channel = FileChannel.open(file, options);
      try {
        FileLock lock = wait ? channel.lock() : channel.tryLock();
        locked = lock != null;
        return locked ? Optional.of(new LockedFile(key, channel)) : Optional.empty();
      } catch (OverlappingFileLockException e) {
        return Optional.empty(); // by this class, loaded a second time
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    } finally {
      if (!locked) {
        forget(key);
      }
    }
  }

  private static Path key(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
  }

  private static void forget(Path key) {
    synchronized (HELD) {
      HELD.remove(key);
      HELD.notifyAll();
    }
  }

  /** The file's channel; closing it gives the lock away. */
  public FileChannel channel() {
    return channel;
  }

  /** Closes the file for the next one. */
  @Override
  public void close() throws IOException {
    if (!closed) { // not channel.isOpen(): an interrupt closes it, too
      closed = true;
      try {
        channel.close();
      } finally {
        forget(key);
      }
    }
  }
}
