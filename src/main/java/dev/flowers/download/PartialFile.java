package dev.flowers.download;

import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.DiskSpace;
import dev.flowers.storage.LockedFile;
import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a file, in {@code target.partial}, with what it is the beginning of in {@code
 * target.partial.json}. Locked while open, so that two runs never write into one another's bytes.
 * Not for several threads.
 */
final class PartialFile implements AutoCloseable {
  private final Path target;
  private final Path path;
  private final Path statePath;
  private final LockedFile file;
  private final FileChannel channel;
  private final Sha256 sha256 = new Sha256();
  private @Nullable PartialState state;
  private long length;
  private long hashed;

  private PartialFile(
      Path target, Path path, Path statePath, LockedFile file, @Nullable PartialState state)
      throws IOException {
    this.target = target;
    this.path = path;
    this.statePath = statePath;
    this.file = file;
    this.channel = file.channel();
    this.state = state;
    this.length = channel.size();
  }

  /**
   * Opens what an earlier run left, or an empty file.
   *
   * @throws DownloadException if another run has it open
   */
  static PartialFile open(Path target) throws IOException {
    Path path = target.resolveSibling(target.getFileName() + ".partial");
    Path statePath = target.resolveSibling(target.getFileName() + ".partial.json");
    LockedFile file =
        LockedFile.tryOpen(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
            .orElseThrow(
                () ->
                    new DownloadException(
                        path + ": another run is downloading this file; wait until it is done"));
    boolean opened = false;
    try {
      PartialFile partial =
          new PartialFile(target, path, statePath, file, PartialState.read(statePath).orElse(null));
      opened = true;
      return partial;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  /** What the bytes are the beginning of; nothing if that was not written down. */
  Optional<PartialState> state() {
    return Optional.ofNullable(state);
  }

  /** How many bytes are there. */
  long length() {
    return length;
  }

  /** Drops all bytes; those to come belong to {@code next}. */
  void restart(PartialState next) throws IOException {
    // The bytes first: no moment in which old bytes have the new state.
    truncate();
    describe(next);
  }

  /** Keeps the bytes, and writes down what they are the beginning of. */
  void describe(PartialState next) throws IOException {
    next.write(statePath);
    state = next;
  }

  /** Drops all bytes: they are not what they should be. */
  void discard() throws IOException {
    truncate();
    state = null;
  }

  /** Removes what is not needed any more. The bytes stay: a renamed file would lose them, too. */
  void drop() throws IOException {
    Files.deleteIfExists(statePath);
    Files.deleteIfExists(path);
  }

  private void truncate() throws IOException {
    channel.truncate(0);
    sha256.reset();
    length = 0;
    hashed = 0;
  }

  /**
   * Adds bytes at the end.
   *
   * @throws FileSystemException if they cannot be written, as when the disk is full
   */
  void append(byte[] bytes, int count) throws IOException {
    hashEarlierBytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer, length + buffer.position());
      }
    } catch (IOException e) {
      FileSystemException failure =
          new FileSystemException(
              path.toString(),
              null,
              "writing failed after "
                  + length
                  + " bytes ("
                  + e.getMessage()
                  + "); the next run goes on from there");
      failure.initCause(e);
      throw failure;
    }
    sha256.update(bytes, count);
    length += count;
    hashed = length;
  }

  /** The SHA-256 of all bytes, to be asked for once. */
  String sha256() throws IOException {
    hashEarlierBytes();
    hashed = 0;
    return sha256.hex();
  }

  /** Where the bytes are. */
  Path path() {
    return path;
  }

  private void hashEarlierBytes() throws IOException {
    byte[] bytes = new byte[1 << 16];
    while (hashed < length) {
      int count = channel.read(ByteBuffer.wrap(bytes), hashed);
      if (count < 0) {
        throw new DownloadException(
            path + ": found " + hashed + " bytes, expected " + length + "; it was cut meanwhile");
      }
      sha256.update(bytes, count);
      hashed += count;
    }
  }

  /**
   * Refuses bytes for which the disk has no room.
   *
   * @param more how many are to come
   */
  void requireSpace(long more) throws IOException {
    DiskSpace.require(path, more);
  }

  /** Makes this the target, of the given checksum. */
  void complete(String address, String checksum) throws IOException {
    channel.force(true);
    new FileRecord(address, length, checksum, FileRecord.modified(path)).write(target);
    // Renamed while it is locked: nobody else ever takes the target for a partial file.
    AtomicFile.rename(path, target);
    Files.deleteIfExists(statePath);
  }

  /** Leaves the bytes for the next run, or nothing if there are none. */
  @Override
  public void close() throws IOException {
    try (file) {
      if (length == 0) {
        drop();
      }
    }
  }
}
