package dev.flowers.embedding;

import dev.flowers.storage.StaleFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A complete TFRecord of embeddings, open for reading.
 *
 * <p>Opening scans the file once, verifies every checksum and indexes the records; the embeddings
 * stay in the file. A row is a record's number, from 0. Thread-safe for reads. Whoever opens it
 * closes it: a read that comes later throws an {@link IllegalStateException}. A thread that is
 * interrupted while it reads closes the file for all, as Java's channels do.
 */
public final class EmbeddingFile implements AutoCloseable {
  private final Path file;
  private final RecordTable table;
  private final EmbeddingsInfo info;

  private EmbeddingFile(Path file, RecordTable table, EmbeddingsInfo info) {
    this.file = file;
    this.table = table;
    this.info = info;
  }

  /**
   * Opens a TFRecord of embeddings: ours, with the JSON beside it, or a plain one whose examples
   * have {@code label} and {@code code} alone. Without a JSON the class names are those of the
   * {@code class} features, else {@code class0}, {@code class1}, …; the trunk is unknown; and
   * records without {@code id} get the SHA-256 of their embedding. A record whose int64 feature
   * {@code mirrored} is not 0 is the mirror image of the photo with its id.
   *
   * @throws dev.flowers.tfrecord.CorruptRecordException if a checksum is wrong, the file ends
   *     inside a record, or a record is no embedding, of another width, or of a class that the JSON
   *     does not name; the message has file, record and offset
   * @throws IOException if a file cannot be read, or the JSON is of another version or describes
   *     another TFRecord
   */
  public static EmbeddingFile open(Path tfrecord) throws IOException {
    Path json = EmbeddingsInfo.beside(tfrecord);
    return Files.exists(json)
        ? openDescribed(tfrecord, json, EmbeddingsInfo.read(json))
        : openPlain(tfrecord);
  }

  private static EmbeddingFile openDescribed(Path tfrecord, Path json, EmbeddingsInfo info)
      throws IOException {
    List<String> classes = info.classes();
    RecordTable table =
        RecordTable.open(
            tfrecord,
            info.width(),
            (label, name) -> {
              if (label >= classes.size()) {
                return "a label below %d, as %s says".formatted(classes.size(), json);
              }
              return name.isEmpty() || name.equals(classes.get(label))
                  ? ""
                  : "class \"%s\", as %s says".formatted(classes.get(label), json);
            });
    try {
      String fingerprint = table.fingerprint();
      if (table.size() != info.count() || !fingerprint.equals(info.fingerprint())) {
        throw new StaleFileException(
            json,
            "found %d records with fingerprint %s, expected the %d with %s that %s holds: embed again"
                .formatted(info.count(), info.fingerprint(), table.size(), fingerprint, tfrecord));
      }
      return new EmbeddingFile(tfrecord, table, info);
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static EmbeddingFile openPlain(Path tfrecord) throws IOException {
    TreeMap<Integer, String> names = new TreeMap<>();
    RecordTable table =
        RecordTable.open(
            tfrecord,
            0,
            (label, name) -> {
              String known = names.merge(label, name, (old, same) -> old.isEmpty() ? same : old);
              return name.isEmpty() || name.equals(known)
                  ? ""
                  : "class \"%s\", as in an earlier record".formatted(known);
            });
    List<String> classes = new ArrayList<>();
    for (int label = 0; !names.isEmpty() && label <= names.lastKey(); label++) {
      String name = names.getOrDefault(label, "");
      classes.add(name.isEmpty() ? "class" + label : name);
    }
    return new EmbeddingFile(
        tfrecord,
        table,
        new EmbeddingsInfo(
            classes, "", table.width(), table.size(), table.mirrors(), table.fingerprint()));
  }

  /** Returns the TFRecord's path, as it was opened. */
  public Path file() {
    return file;
  }

  /** Returns what the file holds and was made from. */
  public EmbeddingsInfo info() {
    return info;
  }

  /** Returns how many records there are, mirror images among them. */
  public int size() {
    return table.size();
  }

  /** Returns how many floats an embedding has; 0 for an empty file without a JSON. */
  public int width() {
    return table.width();
  }

  /** Returns the class names; a label is an index into them. */
  public List<String> classes() {
    return info.classes();
  }

  /**
   * Returns the row's class index.
   *
   * @throws IndexOutOfBoundsException if there is no such row, as in the methods that follow
   */
  public int label(int row) {
    return table.label(row);
  }

  /** Returns the photo's id, 64 lower-case hexadecimal digits; a mirror image has its photo's. */
  public String id(int row) {
    return table.id(row);
  }

  /**
   * Says whether the row is the embedding of a photo's mirror image, which is for training alone.
   */
  public boolean mirrored(int row) {
    return table.mirrored(row);
  }

  /**
   * Returns where the row's photo was, empty when unknown. Read from the file at each call.
   *
   * @throws IOException if the file cannot be read
   */
  public String path(int row) throws IOException {
    return embedding(row).path();
  }

  /** Returns the lowest row of the photo with this id. */
  public OptionalInt find(String id) {
    return find(id, false);
  }

  /** Returns the lowest row of the photo with this id, or of its mirror image. */
  public OptionalInt find(String id, boolean mirrored) {
    int[] rows = table.rows(id, mirrored);
    return rows.length == 0 ? OptionalInt.empty() : OptionalInt.of(rows[0]);
  }

  /**
   * Returns the rows of all photos, and of no mirror image, in the order of their ids: the same for
   * the same photos, whatever the order in which they were embedded. To count and to measure on.
   */
  public int[] rowsById() {
    return Arrays.stream(table.rowsById()).filter(row -> !table.mirrored(row)).toArray();
  }

  /**
   * Returns all rows in the order of their ids, the mirror images behind their photos. To train on;
   * whoever splits by id has a photo and its mirror image in the same part.
   */
  public int[] rowsByIdWithMirrors() {
    return table.rowsById();
  }

  /**
   * Copies a row's embedding, {@code width} floats, to the buffer's position, and moves it.
   *
   * @param target little-endian; a direct buffer is filled without a copy in between
   * @throws IllegalArgumentException if the buffer is too small or big-endian
   * @throws IOException if the file cannot be read
   */
  public void copyCode(int row, ByteBuffer target) throws IOException {
    table.copyCode(row, target);
  }

  /**
   * Returns a row's embedding, [width].
   *
   * @throws IOException if the file cannot be read
   */
  public float[] code(int row) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(width() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    table.copyCode(row, bytes);
    float[] code = new float[width()];
    bytes.flip().asFloatBuffer().get(code);
    return code;
  }

  /**
   * Returns a row with all that the file says about it.
   *
   * @throws IOException if the file cannot be read
   */
  public Embedding embedding(int row) throws IOException {
    return table.embedding(row);
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
