package dev.flowers.trunk.vgg;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * New files that several threads fill at the same time, each at its own places. Whoever opens it
 * closes it.
 */
final class TensorFiles implements Closeable {
  private final List<Path> paths = new ArrayList<>();
  private final List<FileChannel> channels = new ArrayList<>();

  /** Creates the files; when one cannot be, none stays open. */
  TensorFiles(List<Path> files) throws IOException {
    boolean opened = false;
    try {
      for (Path file : files) {
        paths.add(file);
        channels.add(
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      }
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /** Writes what remains in {@code bytes} into a file, {@code start} bytes after its beginning. */
  void write(int file, long start, ByteBuffer bytes) throws IOException {
    try {
      long at = start;
      while (bytes.hasRemaining()) {
        at += channels.get(file).write(bytes, at);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      // The system's message ("No space left on device") does not say where.
      FileSystemException named =
          new FileSystemException(paths.get(file).toString(), null, String.valueOf(e.getMessage()));
      named.initCause(e);
      throw named;
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
