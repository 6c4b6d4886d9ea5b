package dev.flowers.trunk.onnx;

import dev.flowers.storage.FileErrors;
import dev.flowers.trunk.onnx.OnnxGraph.Range;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Bytes that are written as they are wanted, and need not be in memory at once. */
interface Content {
  /** How many they are. */
  long length();

  /** Writes all of them. */
  void writeTo(OutputStream out) throws IOException;

  /** What remains in a buffer. */
  static Content of(ByteBuffer bytes) {
    return new Content() {
      @Override
      public long length() {
        return bytes.remaining();
      }

      @Override
      @SuppressWarnings("resource") // closing it would close the stream
      public void writeTo(OutputStream out) throws IOException {
        WritableByteChannel channel = Channels.newChannel(out);
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
    };
  }

  /** A part of a file. */
  static Content of(Path file, Range range) {
    return new Content() {
      @Override
      public long length() {
        return range.length();
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        copy(file, range, out);
      }
    };
  }

  private static void copy(Path file, Range range, OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try (FileChannel channel = FileChannel.open(file)) {
      long at = range.start();
      while (at < range.end()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), range.end() - at));
        int count = channel.read(buffer, at);
        if (count < 0) {
          throw new IOException("found its end at byte " + at + ", expected " + range.end());
        }
        out.write(buffer.array(), 0, count);
        at += count;
      }
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
  }
}
