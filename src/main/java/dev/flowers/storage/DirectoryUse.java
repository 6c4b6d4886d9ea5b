package dev.flowers.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That a directory's files are in use, by this process and any number of others: nobody is to
 * remove them. It is a shared lock on a file {@code .<name>.use} beside the directory, which the
 * operating system drops when the process ends, however it ends.
 *
 * <p>Where that file cannot be made, as on a read-only disk, nobody can remove anything, either.
 * Thread-safe.
 */
public final class DirectoryUse implements AutoCloseable {
  /** What this process holds: Java refuses a second lock of one process. */
  private static final Map<Path, Held> HELD = new HashMap<>();

  private static final class Held {
    final FileChannel channel;
    int holders = 1;

    Held(FileChannel channel) {
      this.channel = channel;
    }
  }

  private final @Nullable Path key;
  private boolean closed;

  private DirectoryUse(@Nullable Path key) {
    this.key = key;
  }

  /** Says that the directory is in use until this is closed. Never waits, and never fails. */
  public static DirectoryUse of(Path directory) {
    Path key = directory.toAbsolutePath().normalize();
    synchronized (HELD) {
      Held held = HELD.get(key);
      if (held != null) {
        held.holders++;
        return new DirectoryUse(key);
      }
      Optional<FileChannel> locked = lock(file(key), true);
      locked.ifPresent(channel -> HELD.put(key, new Held(channel)));
      return new DirectoryUse(locked.isPresent() ? key : null);
    }
  }

  /**
   * Takes a directory that nobody uses, in order to remove it.
   *
   * @return empty if it is in use
   */
  public static Optional<DirectoryUse> tryAlone(Path directory) {
    Path key = directory.toAbsolutePath().normalize();
    synchronized (HELD) {
      if (HELD.containsKey(key)) {
        return Optional.empty();
      }
      Optional<FileChannel> locked = lock(file(key), false);
      locked.ifPresent(channel -> HELD.put(key, new Held(channel)));
      return locked.map(channel -> new DirectoryUse(key));
    }
  }

  private static Path file(Path directory) {
    return directory.resolveSibling("." + directory.getFileName() + ".use");
  }

  private static Optional<FileChannel> lock(Path file, boolean shared) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean locked = false;
      try {
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        locked = lock != null;
        return locked ? Optional.of(channel) : Optional.empty();
      } catch (OverlappingFileLockException e) {
        return Optional.empty(); // by this class, loaded a second time
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Deletes the file that says it, of a directory that was taken alone and is gone. */
  public void forget() throws IOException {
    if (key != null) {
      Files.deleteIfExists(file(key));
    }
  }

  /** Says that it is no longer in use by whoever closes this. */
  @Override
  public void close() {
    synchronized (HELD) {
      Held held = closed || key == null ? null : HELD.get(key);
      closed = true;
      if (held != null && --held.holders == 0) {
        HELD.remove(key);
        try {
          held.channel.close();
        } catch (IOException e) {
          return; // the lock goes with the process at the latest
        }
      }
    }
  }
}
