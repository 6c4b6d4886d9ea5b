package dev.flowers.embedding;

import static java.nio.file.StandardOpenOption.READ;

import dev.flowers.storage.Sha256;
import dev.flowers.tfrecord.CorruptRecordException;
import dev.flowers.tfrecord.TfRecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * The records of one TFRecord of embeddings, indexed by one scan that verifies them all; the
 * embeddings stay in the file. Some 60 bytes a record are held, in flat arrays.
 *
 * <p>Embeddings are read by position rather than mapped: a mapping cannot be undone in Java 17,
 * keeps Windows from replacing the file, and brings the process down when the file shrinks. A read
 * of 16 kB costs a few microseconds. Thread-safe.
 */
final class RecordTable implements AutoCloseable {
  /** What is asked of each record beyond a well-formed label and code. */
  interface LabelCheck {
    /**
     * Looks at one record.
     *
     * @return what was expected, if the record is refused; empty if it is fine
     */
    String expected(int label, String className);
  }

  // A class index beyond it is no class index; it bounds what a crafted file can make us allocate.
  static final int MAX_CLASSES = 65_536;

  private final Path file;
  private final FileChannel channel;
  private final PhotoIds ids = new PhotoIds();
  private final BitSet mirrors = new BitSet();
  private int width;
  private long[] payloads = new long[64];
  private int[] payloadBytes = new int[64];
  private int[] codeStarts = new int[64];
  private int[] codeCrcs = new int[64];
  private int[] labels = new int[64];

  private RecordTable(Path file, FileChannel channel, int width) {
    this.file = file;
    this.channel = channel;
    this.width = width;
  }

  /**
   * Opens and verifies a file.
   *
   * @param width how many floats each embedding must have; 0 for as many as the first one has
   * @throws CorruptRecordException if a record is damaged, no embedding, or of another width
   */
  static RecordTable open(Path file, int width, LabelCheck check) throws IOException {
    FileChannel channel = FileChannel.open(file, READ);
    try {
      RecordTable table = new RecordTable(file, channel, width);
      table.scan(check);
      return table;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  int size() {
    return ids.size();
  }

  /** Returns how many floats each embedding has; 0 for a file without records. */
  int width() {
    return width;
  }

  int label(int row) {
    return labels[checkRow(row)];
  }

  String id(int row) {
    return ids.hex(checkRow(row));
  }

  boolean mirrored(int row) {
    return mirrors.get(checkRow(row));
  }

  /** Returns how many rows are mirror images. */
  int mirrors() {
    return mirrors.cardinality();
  }

  /**
   * Returns the rows of the photo with this id (64 hexadecimal digits), or of its mirror image,
   * lowest first.
   */
  int[] rows(String id, boolean mirrored) {
    return Arrays.stream(ids.rows(HexFormat.of().parseHex(id)))
        .filter(row -> mirrors.get(row) == mirrored)
        .toArray();
  }

  /**
   * Returns all rows in the order of id, label and code, whatever their order in the file; mirror
   * images come behind their photo.
   */
  int[] rowsById() {
    return IntStream.range(0, size()).boxed().sorted(this::compare).mapToInt(row -> row).toArray();
  }

  private int compare(int a, int b) {
    int byId = ids.compare(a, b);
    int byMirror = byId != 0 ? byId : Boolean.compare(mirrors.get(a), mirrors.get(b));
    int byLabel = byMirror != 0 ? byMirror : Integer.compare(labels[a], labels[b]);
    return byLabel != 0 ? byLabel : Integer.compare(codeCrcs[a], codeCrcs[b]);
  }

  /**
   * Returns 64 hexadecimal digits that tell one set of ids, labels and embeddings from another.
   * Neither the records' order nor the paths matter. A label's highest bit says that it is a mirror
   * image's.
   */
  String fingerprint() {
    Sha256 digest = new Sha256();
    ByteBuffer numbers = ByteBuffer.allocate(2 * Integer.BYTES);
    for (int row : rowsById()) {
      digest.update(ids.bytes(row));
      int label = mirrors.get(row) ? labels[row] | Integer.MIN_VALUE : labels[row];
      digest.update(numbers.clear().putInt(label).putInt(codeCrcs[row]).flip());
    }
    return digest.hex();
  }

  /** Puts the row's floats, little-endian, at the buffer's position and moves it. */
  void copyCode(int row, ByteBuffer target) throws IOException {
    checkRow(row);
    int bytes = width * Float.BYTES;
    if (target.order() != ByteOrder.LITTLE_ENDIAN || target.remaining() < bytes) {
      throw new IllegalArgumentException(
          "a %s buffer with %d bytes left, expected a little-endian one with %d"
              .formatted(target.order(), target.remaining(), bytes));
    }
    int limit = target.limit();
    try {
      read(payloads[row] + codeStarts[row], target.limit(target.position() + bytes));
    } finally {
      target.limit(limit);
    }
  }

  Embedding embedding(int row) throws IOException {
    ByteBuffer example = ByteBuffer.allocate(payloadBytes[checkRow(row)]);
    read(payloads[row], example);
    return Examples.decode(example.flip(), id(row), mirrored(row));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void scan(LabelCheck check) throws IOException {
    ExampleLayout layout = new ExampleLayout();
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      while (reader.next()) {
        ByteBuffer payload = reader.payload();
        try {
          layout.scan(payload.duplicate());
        } catch (IOException e) {
          throw bad(reader, String.valueOf(e.getMessage()), "a tf.Example with label and code");
        }
        add(reader, layout, payload, check);
      }
    }
  }

  private void add(
      TfRecordReader reader, ExampleLayout layout, ByteBuffer payload, LabelCheck check)
      throws CorruptRecordException {
    int found = layout.codeBytes() / Float.BYTES;
    if (width == 0) {
      width = found;
    }
    if (found != width) {
      throw bad(reader, "an embedding of %d numbers".formatted(found), "%d".formatted(width));
    }
    if (layout.label() < 0 || layout.label() >= MAX_CLASSES) {
      throw bad(reader, "label %d".formatted(layout.label()), "0 to %d".formatted(MAX_CLASSES - 1));
    }
    int label = (int) layout.label();
    String expected = check.expected(label, layout.className());
    if (!expected.isEmpty()) {
      throw bad(
          reader, "label %d with class \"%s\"".formatted(label, layout.className()), expected);
    }

    int row = size();
    if (row == labels.length) {
      grow(Math.multiplyExact(row, 2));
    }
    ByteBuffer code = payload.slice(layout.codeStart(), layout.codeBytes());
    payloads[row] = reader.payloadOffset();
    payloadBytes[row] = payload.remaining();
    codeStarts[row] = layout.codeStart();
    codeCrcs[row] = crc(code);
    labels[row] = label;
    mirrors.set(row, layout.mirrored());
    ids.add(id(reader, layout, code));
  }

  private byte[] id(TfRecordReader reader, ExampleLayout layout, ByteBuffer code)
      throws CorruptRecordException {
    if (layout.id().isEmpty() && layout.mirrored()) {
      // Without it nobody could tell in which part of a split its photo is.
      throw bad(reader, "a mirror image without an id", "its photo's id");
    }
    if (layout.id().isEmpty()) {
      // The same photo gives the same embedding: so copies of it, whatever their label, share the
      // id.
      return new Sha256().update(code).digest();
    }
    try {
      byte[] id = HexFormat.of().parseHex(layout.id());
      if (id.length == PhotoIds.BYTES) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw bad(reader, "id \"%s\"".formatted(layout.id()), "a SHA-256 in hexadecimal or no id");
  }

  private void grow(int capacity) {
    payloads = Arrays.copyOf(payloads, capacity);
    payloadBytes = Arrays.copyOf(payloadBytes, capacity);
    codeStarts = Arrays.copyOf(codeStarts, capacity);
    codeCrcs = Arrays.copyOf(codeCrcs, capacity);
    labels = Arrays.copyOf(labels, capacity);
  }

  private void read(long from, ByteBuffer target) throws IOException {
    long offset = from;
    while (target.hasRemaining()) {
      int n;
      try {
        n = channel.read(target, offset);
      } catch (ClosedChannelException e) {
        throw new IllegalStateException("%s is closed".formatted(file), e);
      }
      if (n < 0) {
        throw new IOException(
            "%s: the file ends at byte %d, but was longer when it was opened"
                .formatted(file, offset));
      }
      offset += n;
    }
  }

  private int checkRow(int row) {
    if (row < 0 || row >= size()) {
      throw new IndexOutOfBoundsException(
          "%s: found row %d, expected 0 to %d".formatted(file, row, size() - 1));
    }
    return row;
  }

  private CorruptRecordException bad(TfRecordReader reader, String found, String expected) {
    return new CorruptRecordException(file, reader.record(), reader.offset(), found, expected);
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }
}
