package dev.flowers.tfrecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses bytes, for tests. */
public final class Compressed {
  private Compressed() {}

  /** As {@code gzip} and TensorFlow's option GZIP do. */
  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
      stream.write(bytes);
    }
    return compressed.toByteArray();
  }

  /** As TensorFlow's option ZLIB does. */
  public static byte[] zlib(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream = new DeflaterOutputStream(compressed)) {
      stream.write(bytes);
    }
    return compressed.toByteArray();
  }
}
