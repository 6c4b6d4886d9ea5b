package dev.flowers.embedding;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The records' bytes, to be read by position: those of plain files in the files themselves, those
 * of compressed ones in one temporary file, which goes with the store or with the process.
 *
 * <p>The temporary file takes as much room in {@code java.io.tmpdir} as the records have
 * decompressed. One file descriptor is held for each plain file. Reading is thread-safe.
 *
 * <p>Files are read by position rather than mapped: a mapping cannot be undone in Java 17, keeps
 * Windows from replacing the file, and brings the process down when the file shrinks. A read of 16
 * kB costs a few microseconds.
 */
final class RecordStore implements AutoCloseable {
  private final List<Path> files = new ArrayList<>();
  // Of each file, the plain one; a compressed one's records are in the temporary file.
  private final List<Optional<FileChannel>> plain = new ArrayList<>();
  private Optional<FileChannel> temporary = Optional.empty();
  private long appended;

  /** Adds a plain file; its number is the one that follows. */
  void add(Path file) throws IOException {
    plain.add(Optional.of(FileChannel.open(file, READ)));
    files.add(file);
  }

  /** Adds a compressed file, whose records are then {@linkplain #append appended}. */
  void addCompressed(Path file) {
    plain.add(Optional.empty());
    files.add(file);
  }

  /**
   * Keeps a record of the compressed file that was added last.
   *
   * @return its position, for {@link #read}
   */
  long append(ByteBuffer record) throws IOException {
    long position = appended;
    ByteBuffer bytes = record.duplicate();
    try {
      if (temporary.isEmpty()) {
        Path path = Files.createTempFile("flowers-", ".tfrecord");
        // On Linux and macOS the name is gone as soon as it is open.
        temporary = Optional.of(FileChannel.open(path, READ, WRITE, DELETE_ON_CLOSE));
      }
      while (bytes.hasRemaining()) {
        appended += temporary.get().write(bytes, appended);
      }
    } catch (IOException e) {
      throw new IOException(
          (files.get(files.size() - 1) + ": cannot keep its decompressed records in ")
              + (System.getProperty("java.io.tmpdir") + ", which -Djava.io.tmpdir moves: ")
              + e.getMessage(),
          e);
    }
    return position;
  }

  /**
   * Fills the rest of a buffer.
   *
   * @param file the file's number, from 0
   * @param from where the bytes begin
   * @throws IllegalStateException if the store is closed
   */
  void read(int file, long from, ByteBuffer target) throws IOException {
    FileChannel channel = plain.get(file).or(() -> temporary).orElseThrow();
    long position = from;
    while (target.hasRemaining()) {
      int n;
      try {
        n = channel.read(target, position);
      } catch (ClosedChannelException e) {
        throw new IllegalStateException(files.get(file) + " is closed", e);
      }
      if (n < 0) {
        throw new IOException(
            files.get(file)
                + (": the file ends at byte " + position)
                + ", but was longer when it was opened");
      }
      position += n;
    }
  }

  /** Closes all files. Closing twice does nothing. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    List<FileChannel> channels =
        Stream.concat(plain.stream(), Stream.of(temporary)).flatMap(Optional::stream).toList();
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
