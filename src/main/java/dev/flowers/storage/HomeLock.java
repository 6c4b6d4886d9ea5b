package dev.flowers.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The right to write under a home. The operating system drops it when the process ends, however it
 * ends, so that a killed run never locks the next one out.
 *
 * <p>Reentrant: a thread that has the lock takes it again at no cost, and gives it back when all of
 * its locks are closed. All methods that write under a home take it themselves, so that a caller
 * needs it only to keep several of them together.
 */
public final class HomeLock implements AutoCloseable {
  /** What this process holds; file locks tell processes apart, not threads. */
  private static final Map<Path, HomeLock> HELD = new HashMap<>();

  private final Path root;
  private final Thread owner;
  private final LockedFile file;
  private int holders = 1;

  private HomeLock(Path root, LockedFile file) {
    this.root = root;
    this.owner = Thread.currentThread();
    this.file = file;
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
        HomeLock lock = new HomeLock(root, lockedFile(home, root));
        HELD.put(root, lock);
        return lock;
      }
      if (held.owner != Thread.currentThread()) {
        throw new HomeInUseException(home, owner(ownerFile(root)));
      }
      held.holders++;
      return held;
    }
  }

  private static LockedFile lockedFile(Home home, Path root) throws IOException {
    LockedFile file =
        LockedFile.tryOpen(
                root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
            .orElseThrow(() -> new HomeInUseException(home, owner(ownerFile(root))));
    boolean taken = false;
    try {
      Files.writeString(ownerFile(root), Long.toString(ProcessHandle.current().pid()));
      taken = true;
      return file;
    } finally {
      if (!taken) {
        file.close();
      }
    }
  }

  /** A file of its own: Windows lets nobody read a locked one. */
  private static Path ownerFile(Path root) {
    return root.resolve(".lock.pid");
  }

  /** The process that wrote the file, if it is there, and not damaged or just being written. */
  private static String owner(Path file) {
    try {
      String pid = TextFile.read(file).strip();
      return pid.matches("[0-9]+") ? pid : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (holders > 0 && --holders == 0) {
        HELD.remove(root);
        try (file) {
          Files.deleteIfExists(ownerFile(root));
        }
      }
    }
  }
}
