package dev.flowers.trunk.vgg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first and last bytes of a file, by which its format is recognised.
 *
 * @param head the first bytes as Latin-1, a character for a byte
 * @param tail the last eight
 * @param size of the file
 */
record Signature(String head, String tail, long size) {
  private static final int HEAD = 4096;

  /** Ends a table of LevelDB, which a TensorFlow checkpoint's index is; least byte first. */
  private static final String TABLE_END = "W\u00fb\u0080\u008b$uG\u00db";

  /** A pickle of PyTorch's number 0x1950a86a20f9469cfc6c, before version 1.6. */
  private static final String PYTORCH_PICKLE =
      "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";

  /** Where HDF5 may start, behind a block of the user's. */
  private static final int[] HDF5_STARTS = {0, 512, 1024, 2048};

  static Signature of(FileChannel channel) throws IOException {
    long size = channel.size();
    return new Signature(
        latin1(channel, 0, (int) Math.min(HEAD, size)),
        latin1(channel, Math.max(0, size - Long.BYTES), (int) Math.min(Long.BYTES, size)),
        size);
  }

  private static String latin1(FileChannel channel, long start, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {
      // A file that shrinks meanwhile ends earlier.
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  /** The format, when it is a known one. */
  Optional<WeightsFormat> format() {
    return text().or(this::archive).or(this::model);
  }

  private Optional<WeightsFormat> text() {
    if (size == 0) {
      return Optional.of(WeightsFormat.EMPTY);
    }
    // Behind UTF-8's byte order mark.
    String start = (head.startsWith("\u00ef\u00bb\u00bf") ? head.substring(3) : head).strip();
    String lower = start.substring(0, Math.min(64, start.length())).toLowerCase(Locale.ROOT);
    if (lower.startsWith("version https://git-lfs")) {
      return Optional.of(WeightsFormat.GIT_LFS_POINTER);
    }
    if (lower.startsWith("<!doctype html") || lower.matches("(?s)<(html|head|body)\\b.*")) {
      return Optional.of(WeightsFormat.HTML);
    }
    if (lower.startsWith("<?xml") || lower.matches("(?s)<[a-z!].*")) {
      return Optional.of(WeightsFormat.XML);
    }
    return lower.matches("(?s)\\{\\s*\".*") ? Optional.of(WeightsFormat.JSON) : Optional.empty();
  }

  private Optional<WeightsFormat> archive() {
    if (at(0, "\u001f\u008b")) {
      return Optional.of(WeightsFormat.GZIP);
    }
    if (at(0, "\u00fd7zXZ\0")) {
      return Optional.of(WeightsFormat.XZ);
    }
    if (head.matches("(?s)BZh[1-9]1AY&SY.*")) {
      return Optional.of(WeightsFormat.BZIP2);
    }
    if (at(0, "(\u00b5/\u00fd")) {
      return Optional.of(WeightsFormat.ZSTANDARD);
    }
    if (at(0, "7z\u00bc\u00af'\u001c")) {
      return Optional.of(WeightsFormat.SEVEN_ZIP);
    }
    if (at(257, "ustar")) {
      return Optional.of(at(0, "sys_info\0") ? WeightsFormat.PYTORCH : WeightsFormat.TAR);
    }
    return at(0, "PK\u0003\u0004") || at(0, "PK\u0005\u0006")
        ? Optional.of(zip(firstEntry()))
        : Optional.empty();
  }

  private static WeightsFormat zip(String firstEntry) {
    if (firstEntry.endsWith(".npy")) {
      return WeightsFormat.NPZ;
    }
    if (firstEntry.endsWith("/data.pkl") || firstEntry.endsWith("/.format_version")) {
      return WeightsFormat.PYTORCH;
    }
    return switch (firstEntry) {
      case "metadata.json", "config.json", "model.weights.h5" -> WeightsFormat.KERAS;
      default -> WeightsFormat.ZIP;
    };
  }

  /** The name in a zip's first header; empty when there is none. */
  private String firstEntry() {
    return head.length() < 30 ? "" : head.substring(30, Math.min(head.length(), 30 + u2(26)));
  }

  private Optional<WeightsFormat> model() {
    for (int start : HDF5_STARTS) {
      if (at(start, "\u0089HDF\r\n\u001a\n")) {
        return Optional.of(at(0, "MATLAB") ? WeightsFormat.MATLAB : WeightsFormat.HDF5);
      }
    }
    if (at(0, "MATLAB ")) {
      return Optional.of(WeightsFormat.MATLAB);
    }
    if (at(0, PYTORCH_PICKLE)) {
      return Optional.of(WeightsFormat.PYTORCH);
    }
    if (at(8, "{\"") && i8(0) > 0 && i8(0) <= size - Long.BYTES) {
      return Optional.of(WeightsFormat.SAFETENSORS);
    }
    if (image()) {
      return Optional.of(WeightsFormat.IMAGE);
    }
    if (tail.equals(TABLE_END)) {
      return Optional.of(WeightsFormat.TENSORFLOW_CHECKPOINT);
    }
    if (at(4, "TFL3")) {
      return Optional.of(WeightsFormat.TENSORFLOW_LITE);
    }
    return tfrecord() ? Optional.of(WeightsFormat.TFRECORD) : protocolBuffer();
  }

  private boolean image() {
    return at(0, "\u00ff\u00d8\u00ff")
        || at(0, "\u0089PNG")
        || at(0, "GIF8")
        || (at(0, "RIFF") && at(8, "WEBP"));
  }

  /** A length, and its masked CRC-32C. */
  private boolean tfrecord() {
    if (head.length() < 12) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(head.substring(0, 8).getBytes(StandardCharsets.ISO_8859_1));
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8 == (int) i8(8, 4);
  }

  /** Messages have no magic: their first fields must be those of the format. */
  private Optional<WeightsFormat> protocolBuffer() {
    // ModelProto: ir_version, from 3 on, then a producer, its version, a domain or the graph.
    if (head.matches("(?s)\\x08[\\x03-\\x20][\\x12\\x1a\\x22\\x3a\\x42].*")) {
      return Optional.of(WeightsFormat.ONNX);
    }
    // SavedModel: schema version 1, then a graph. GraphDef: a node, which starts with its name.
    if (head.matches("(?s)(\\x08\\x01\\x12|\\x0a.\\x0a|\\x0a[\\x80-\\xff][\\x00-\\x7f]\\x0a).*")) {
      return Optional.of(WeightsFormat.TENSORFLOW_GRAPH);
    }
    return caffe() ? Optional.of(WeightsFormat.CAFFE) : Optional.empty();
  }

  /** NetParameter: the network's name, then a layer in the form of one of two releases. */
  private boolean caffe() {
    if (!at(0, "\n") || head.length() < 2) {
      return false;
    }
    int end = 2 + head.charAt(1);
    return (at(end, "\u0012") || at(end, "\u00a2\u0006"))
        && head.substring(2, end).matches("[\\x20-\\x7e]+");
  }

  private boolean at(int offset, String bytes) {
    return head.startsWith(bytes, offset);
  }

  private int u2(int offset) {
    return head.charAt(offset) | head.charAt(offset + 1) << 8;
  }

  private long i8(int offset) {
    return i8(offset, Long.BYTES);
  }

  private long i8(int offset, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | head.charAt(offset + i);
    }
    return value;
  }
}
