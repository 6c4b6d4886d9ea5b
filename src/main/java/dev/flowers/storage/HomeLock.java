package dev.flowers.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The right to write under a home. The operating system drops it when the process ends, however it
 * ends, so that a killed run never locks the next one out.
 *
 * <p>Reentrant: a thread that has the lock takes it again at no cost, and gives it back when the
 * first of its locks is closed. All methods that write under a home take it themselves, so that a
 * caller needs it only to keep several of them together.
 */
public final class HomeLock implements AutoCloseable {
  /** What this process holds; file locks tell processes apart, not threads. */
  private static final Map<Path, HomeLock> HELD = new HashMap<>();

  private final Path root;
  private final Thread owner;
  private final FileChannel channel;
  private int holders = 1;

  private HomeLock(Path root, FileChannel channel) {
    this.root = root;
    this.owner = Thread.currentThread();
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting. The home's directory is made.
   *
   * @return the lock, to be closed by the caller
   * @throws HomeInUseException if another process or thread has it; the message has that process's
   *     id
   * @throws IOException if the home cannot be written
   */
  public static HomeLock take(Home home) throws IOException {
    Files.createDirectories(home.root());
    Path root = home.root().toRealPath();
    synchronized (HELD) {
      HomeLock held = HELD.get(root);
      if (held == null) {
        HomeLock lock = new HomeLock(root, lockedChannel(home, root));
        HELD.put(root, lock);
        return lock;
      }
      if (held.owner != Thread.currentThread()) {
        throw new HomeInUseException(home, Long.toString(ProcessHandle.current().pid()));
      }
      held.holders++;
      return held;
    }
  }

  private static FileChannel lockedChannel(Home home, Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (tryLock(channel) == null) {
        throw new HomeInUseException(home, owner(ownerFile(root)));
      }
      Files.writeString(ownerFile(root), Long.toString(ProcessHandle.current().pid()));
      taken = true;
      return channel;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this process under another class loader
    }
  }

  /** A file of its own: Windows lets nobody read a locked one. */
  private static Path ownerFile(Path root) {
    return root.resolve(".lock.pid");
  }

  private static String owner(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (holders > 0 && --holders == 0) {
        HELD.remove(root);
        try (channel) {
          Files.deleteIfExists(ownerFile(root));
        }
      }
    }
  }
}
