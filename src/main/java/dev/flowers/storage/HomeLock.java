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

/**
 * The right to write under a home. The operating system drops it when the process ends, however it
 * ends, so that a killed run never locks the next one out.
 */
public final class HomeLock implements AutoCloseable {
  private final FileChannel channel;
  private final Path owner;

  private HomeLock(FileChannel channel, Path owner) {
    this.channel = channel;
    this.owner = owner;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @return the lock, to be closed by the caller
   * @throws HomeInUseException if another run has it; the message has that run's process id
   * @throws IOException if the home cannot be written
   */
  public static HomeLock take(Home home) throws IOException {
    Files.createDirectories(home.root());
    FileChannel channel =
        FileChannel.open(
            home.root().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    // A file of its own: Windows lets nobody read a locked one.
    Path owner = home.root().resolve(".lock.pid");
    boolean taken = false;
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new HomeInUseException(home, owner(owner));
      }
      Files.writeString(owner, Long.toString(ProcessHandle.current().pid()));
      taken = true;
      return new HomeLock(channel, owner);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another thread of this very process
    }
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
    Files.deleteIfExists(owner);
    channel.close();
  }
}
