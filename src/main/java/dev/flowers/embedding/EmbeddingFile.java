package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.dataset.Split;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A complete TFRecord of embeddings, or several that are read as one, open for reading.
 *
 * <p>Opening scans the files once, verifies every checksum and every number, and indexes the
 * records; the embeddings stay in the files, which are not copied. GZIP and ZLIB files are known by
 * their content, whatever they are called; their records are decompressed into a temporary file in
 * {@code java.io.tmpdir}, which goes when this is closed or the process ends.
 *
 * <p>A row is a record's number, from 0, through all files. Thread-safe for reads. Whoever opens it
 * closes it: a read that comes later throws an {@link IllegalStateException}. A thread that is
 * interrupted while it reads closes the file for all, as Java's channels do.
 */
public final class EmbeddingFile implements AutoCloseable {
  private static final int NONE = -1;

  private final Shards shards;
  private final RecordTable table;
  private final EmbeddingsInfo info;

  /** The label in the table whose rows are hidden. */
  private final int hidden;

  private EmbeddingFile(Shards shards, RecordTable table, EmbeddingsInfo info, int hidden) {
    this.shards = shards;
    this.table = table;
    this.info = info;
    this.hidden = hidden;
  }

  /**
   * Opens embeddings: ours, with the JSON beside each file, or plain ones whose examples have
   * {@code label} and {@code code} alone. Without a JSON the class names are those of the {@code
   * class} features, else {@code class0}, {@code class1}, …; the trunk is unknown; and records
   * without {@code id} get the SHA-256 of their embedding. A record whose int64 feature {@code
   * mirrored} is not 0 is the mirror image of the photo with its id.
   *
   * @param path a TFRecord; a directory with a {@linkplain ShardManifest manifest}, which says what
   *     belongs to it; a directory of shards without one, of which those named {@code *.tfrecord}
   *     or {@code *.tfrecord-00003-of-00020} are taken, also with {@code .gz}, sorted by name; or a
   *     pattern with {@code *}, {@code ?}, {@code [a-z]} or <code>{a,b}</code>, as {@code
   *     shards/part-*.tfrecord}. What exists is no pattern
   * @throws dev.flowers.tfrecord.CorruptRecordException if a checksum is wrong, a file ends inside
   *     a record or cannot be decompressed, or a record is no embedding, of another width, of a
   *     class that the JSON does not name or that has another name in another record, or with a
   *     number that is not finite; the message has file, record and offset
   * @throws InvalidInputException if a shard is missing or there twice, or the files do not belong
   *     together
   * @throws IOException if a file cannot be read, or the JSON is of another version or describes
   *     another TFRecord
   */
  public static EmbeddingFile open(Path path) throws IOException {
    return ShardManifest.isIn(path) ? openManifest(path) : open(Shards.of(path));
  }

  /**
   * Opens several files as one.
   *
   * @param paths each as in the other method; rows are numbered in this order
   * @throws IllegalArgumentException if there is no path
   * @throws IOException as in the other method, and if a file is there twice
   */
  public static EmbeddingFile open(List<Path> paths) throws IOException {
    return open(Shards.of(paths));
  }

  private static EmbeddingFile open(Shards shards) throws IOException {
    ShardInfos described = ShardInfos.read(shards.files());
    return described.isEmpty() ? openPlain(shards) : openDescribed(shards, described);
  }

  private static EmbeddingFile openDescribed(Shards shards, ShardInfos described)
      throws IOException {
    RecordTable table =
        RecordTable.open(shards.files(), described.width(), described::expectedLabel);
    try {
      described.check(table);
      return of(shards, table, described.classes(), described.trunk());
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static EmbeddingFile openManifest(Path directory) throws IOException {
    ShardManifest manifest = ShardManifest.read(directory);
    Shards shards = new Shards(directory, manifest.files(directory));
    RecordTable table =
        RecordTable.open(
            shards.files(), manifest.width(), manifest::expectedLabel, manifest::isDropped);
    try {
      manifest.check(table);
      return of(shards, table, manifest.classes(), manifest.trunk());
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static EmbeddingFile openPlain(Shards shards) throws IOException {
    FoundClasses found = new FoundClasses();
    RecordTable table = RecordTable.open(shards.files(), 0, found);
    try {
      return of(shards, table, found.names(shards.name()), "");
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static EmbeddingFile of(
      Shards shards, RecordTable table, List<String> classes, String trunk) {
    return new EmbeddingFile(
        shards,
        table,
        new EmbeddingsInfo(
            classes, trunk, table.width(), table.size(), table.mirrors(), table.fingerprint()),
        NONE);
  }

  /**
   * The same embeddings without a class, as if its photos had never been there: to ask what a head
   * makes of photos of a class that it does not know. The rows of the other photos keep their
   * numbers; the labels of the classes behind it are lower by one. It reads this file and is closed
   * with it: its own {@link #close} does nothing.
   *
   * @param label the class, an index into {@link #classes()}
   * @throws IllegalStateException if this is without a class already
   */
  public EmbeddingFile withoutClass(int label) {
    if (hidden != NONE) {
      throw new IllegalStateException(file() + ": is without a class already, expected all");
    }
    List<String> left = new ArrayList<>(classes());
    String name = left.remove(label);
    int count = 0;
    int mirrors = 0;
    for (int row = 0; row < table.size(); row++) {
      if (table.label(row) != label) {
        count++;
        mirrors += table.mirrored(row) ? 1 : 0;
      }
    }
    EmbeddingsInfo some =
        new EmbeddingsInfo(
            left,
            info.trunk(),
            info.width(),
            count,
            mirrors,
            new Sha256().update((info.fingerprint() + " without " + name).getBytes(UTF_8)).hex());
    return new EmbeddingFile(shards, table, some, label);
  }

  /**
   * Returns the path that was opened. Of several paths, a pattern of the form <code>
   * folder/{a.tfrecord,b.tfrecord}</code>, which opens the same files.
   */
  public Path file() {
    return shards.name();
  }

  /** Returns the files, in the order of their rows. */
  public List<Path> files() {
    return shards.files();
  }

  /** Returns what the file holds and was made from. */
  public EmbeddingsInfo info() {
    return info;
  }

  /** Returns how many records there are, mirror images among them. */
  public int size() {
    return info.count();
  }

  /** Returns how many floats an embedding has; 0 if there is no record and no JSON. */
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
   * @throws IllegalArgumentException if the row is of a class that this is without
   * @throws IndexOutOfBoundsException if there is no such row, as in the methods that follow
   */
  public int label(int row) {
    int label = table.label(row);
    if (label == hidden) {
      throw new IllegalArgumentException(
          file() + ": row " + row + ": found one of the class that is left out, expected another");
    }
    return hidden == NONE || label < hidden ? label : label - 1;
  }

  /** Returns the photo's id, 64 lower-case hexadecimal digits; a mirror image has its photo's. */
  public String id(int row) {
    return table.id(row);
  }

  /** Returns the part that the photo's table or folder fixes; empty if it fixes none. */
  public Optional<Split.Part> part(int row) {
    return table.part(row);
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
    return Arrays.stream(table.rows(id, mirrored))
        .filter(row -> hidden == NONE || table.label(row) != hidden)
        .findFirst();
  }

  /**
   * Returns the rows of all photos, and of no mirror image, in the order of their ids: the same for
   * the same photos, whatever the order in which they were embedded. To count and to measure on.
   */
  public int[] rowsById() {
    return Arrays.stream(rowsByIdWithMirrors()).filter(row -> !table.mirrored(row)).toArray();
  }

  /**
   * Returns all rows in the order of their ids, the mirror images behind their photos. To train on;
   * whoever splits by id has a photo and its mirror image in the same part.
   */
  public int[] rowsByIdWithMirrors() {
    return hidden == NONE
        ? table.rowsById()
        : Arrays.stream(table.rowsById()).filter(row -> table.label(row) != hidden).toArray();
  }

  /**
   * Copies a row's embedding, {@code width} floats, to the buffer's position, and moves it.
   *
   * @param target little-endian; a direct buffer is filled without a copy in between
   * @throws IllegalArgumentException if the buffer is too small or big-endian
   * @throws IOException if the file cannot be read
   */
  public void copyValues(int row, ByteBuffer target) throws IOException {
    table.copyValues(row, target);
  }

  /**
   * Returns a row's embedding, [width].
   *
   * @throws IOException if the file cannot be read
   */
  public float[] values(int row) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(width() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    table.copyValues(row, bytes);
    float[] values = new float[width()];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  /**
   * Returns a row with all that the file says about it; the label is the file's, also if this is
   * without a class.
   *
   * @throws IOException if the file cannot be read
   */
  public Embedding embedding(int row) throws IOException {
    return table.embedding(row);
  }

  @Override
  public void close() throws IOException {
    if (hidden == NONE) {
      table.close();
    }
  }
}
