package dev.flowers.embedding;

import dev.flowers.dataset.Split;
import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * The records of TFRecords of embeddings, indexed by one scan that verifies them all, and numbered
 * through all files; the embeddings stay in the files. Some 60 bytes a record are held, in flat
 * arrays. Thread-safe once it is open.
 */
final class RecordTable implements AutoCloseable {
  private static final int SCATTERED = -1;

  private final List<Path> files;
  private final RecordStore store;
  // Each file's first row; the rows of a file are contiguous.
  private final int[] firstRows;
  private final PhotoIds ids = new PhotoIds();
  private final BitSet mirrors = new BitSet();
  private final Map<Split.Part, BitSet> parts = new EnumMap<>(Split.Part.class);
  private int width;
  private long[] payloads = new long[64];
  private int[] payloadBytes = new int[64];
  private int[] codeStarts = new int[64];
  private int[] codeCrcs = new int[64];
  private int[] labels = new int[64];

  private RecordTable(List<Path> files, RecordStore store, int width) {
    this.files = List.copyOf(files);
    this.store = store;
    this.firstRows = new int[files.size()];
    this.width = width;
  }

  /** Opens and verifies one file, as the other method. */
  static RecordTable open(Path file, int width, RecordScan.LabelCheck check) throws IOException {
    return open(List.of(file), width, check);
  }

  /**
   * Opens and verifies files, in their order.
   *
   * @param width how many floats each embedding must have; 0 for as many as the first one has
   * @throws dev.flowers.tfrecord.CorruptRecordException if a record is damaged, no embedding, or of
   *     another width
   */
  static RecordTable open(List<Path> files, int width, RecordScan.LabelCheck check)
      throws IOException {
    return open(files, width, check, (file, record) -> false);
  }

  /**
   * Opens and verifies files, without some of their records.
   *
   * @param dropped says of a file and a record, by their numbers from 0, whether it is passed over
   */
  static RecordTable open(
      List<Path> files, int width, RecordScan.LabelCheck check, RecordScan.Dropped dropped)
      throws IOException {
    RecordStore store = new RecordStore();
    try {
      RecordTable table = new RecordTable(files, store, width);
      RecordScan scan = new RecordScan(table, store, check);
      for (int file = 0; file < files.size(); file++) {
        table.firstRows[file] = table.size();
        int number = file;
        scan.read(files.get(file), record -> dropped.test(number, record));
      }
      return table;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Adds a record that was checked, of the file that is being scanned. */
  void add(byte[] id, ExampleLayout layout, ByteBuffer values, long payload, int bytes) {
    int row = size();
    if (row == labels.length) {
      grow(Math.multiplyExact(row, 2));
    }
    width = values.remaining() / Float.BYTES;
    payloads[row] = payload;
    payloadBytes[row] = bytes;
    codeStarts[row] = layout.codePacked() ? layout.codeStart() : SCATTERED;
    codeCrcs[row] = crc(values);
    labels[row] = (int) layout.label();
    layout.part().ifPresent(part -> parts.computeIfAbsent(part, p -> new BitSet()).set(row));
    mirrors.set(row, layout.mirrored());
    ids.add(id);
  }

  int size() {
    return ids.size();
  }

  /** Returns how many floats each embedding has; 0 if there is no record. */
  int width() {
    return width;
  }

  int label(int row) {
    return labels[checkRow(row)];
  }

  /** Returns the part that was fixed when the photo was embedded; empty if none was. */
  Optional<Split.Part> part(int row) {
    checkRow(row);
    return parts.entrySet().stream()
        .filter(part -> part.getValue().get(row))
        .map(Map.Entry::getKey)
        .findFirst();
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

  /** Returns a file by its number, from 0. */
  Path file(int number) {
    return files.get(number);
  }

  /** Returns how many records a file has. */
  int size(int file) {
    return end(file) - firstRows[file];
  }

  /**
   * Returns all rows in the order of id, label and values, whatever their order in the files;
   * mirror images come behind their photo.
   */
  int[] rowsById() {
    return rowsById(0, size());
  }

  private int[] rowsById(int from, int to) {
    return IntStream.range(from, to).boxed().sorted(this::compare).mapToInt(row -> row).toArray();
  }

  private int compare(int a, int b) {
    int byId = ids.compare(a, b);
    int byMirror = byId != 0 ? byId : Boolean.compare(mirrors.get(a), mirrors.get(b));
    int byLabel = byMirror != 0 ? byMirror : Integer.compare(labels[a], labels[b]);
    return byLabel != 0 ? byLabel : Integer.compare(codeCrcs[a], codeCrcs[b]);
  }

  /**
   * Returns 64 hexadecimal digits that tell one set of ids, labels and embeddings from another.
   * Neither the records' order, nor which file they are in, nor the paths matter. A label's highest
   * bit says that it is a mirror image's.
   */
  String fingerprint() {
    return fingerprint(rowsById());
  }

  /** Returns the fingerprint of one file's records. */
  String fingerprint(int file) {
    return fingerprint(rowsById(firstRows[file], end(file)));
  }

  private String fingerprint(int[] rows) {
    Sha256 digest = new Sha256();
    ByteBuffer numbers = ByteBuffer.allocate(2 * Integer.BYTES);
    for (int row : rows) {
      digest.update(ids.bytes(row));
      int label = mirrors.get(row) ? labels[row] | Integer.MIN_VALUE : labels[row];
      digest.update(numbers.clear().putInt(label).putInt(codeCrcs[row]).flip());
    }
    return digest.hex();
  }

  /** Puts the row's floats, little-endian, at the buffer's position and moves it. */
  void copyValues(int row, ByteBuffer target) throws IOException {
    checkRow(row);
    int bytes = width * Float.BYTES;
    if (target.order() != ByteOrder.LITTLE_ENDIAN || target.remaining() < bytes) {
      throw new IllegalArgumentException(
          ("a " + target.order() + " buffer with " + target.remaining() + " bytes left")
              + (", expected a little-endian one with " + bytes));
    }
    if (codeStarts[row] == SCATTERED) {
      target.asFloatBuffer().put(embedding(row).values(), 0, width);
      target.position(target.position() + bytes);
      return;
    }
    int limit = target.limit();
    try {
      store.read(
          fileOf(row), payloads[row] + codeStarts[row], target.limit(target.position() + bytes));
    } finally {
      target.limit(limit);
    }
  }

  Embedding embedding(int row) throws IOException {
    String changed = "";
    try {
      Embedding found = Examples.decode(payload(checkRow(row)), id(row), mirrored(row));
      if (found.values().length == width) {
        return found;
      }
    } catch (MalformedExampleException e) {
      changed = ": " + e.getMessage();
    }
    throw new IOException(files.get(fileOf(row)) + ": changed since it was opened" + changed);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private ByteBuffer payload(int row) throws IOException {
    ByteBuffer example = ByteBuffer.allocate(payloadBytes[row]);
    store.read(fileOf(row), payloads[row], example);
    return example.flip();
  }

  private int end(int file) {
    return file + 1 < firstRows.length ? firstRows[file + 1] : size();
  }

  /** Finds the last file that begins at the row or before it: empty ones begin there, too. */
  private int fileOf(int row) {
    int from = 0;
    int to = firstRows.length - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (firstRows[middle] <= row) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from;
  }

  private void grow(int capacity) {
    payloads = Arrays.copyOf(payloads, capacity);
    payloadBytes = Arrays.copyOf(payloadBytes, capacity);
    codeStarts = Arrays.copyOf(codeStarts, capacity);
    codeCrcs = Arrays.copyOf(codeCrcs, capacity);
    labels = Arrays.copyOf(labels, capacity);
  }

  private int checkRow(int row) {
    if (row < 0 || row >= size()) {
      throw new IndexOutOfBoundsException(
          files.get(0) + ": row " + row + ", expected 0 to " + (size() - 1));
    }
    return row;
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }
}
