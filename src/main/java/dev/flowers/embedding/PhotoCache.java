package dev.flowers.embedding;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.flowers.dataset.ClassNames;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import dev.flowers.storage.WriteLock;
import dev.flowers.tfrecord.TfRecordReader;
import dev.flowers.tfrecord.TfRecordWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Embeddings of photos without labels, to which more are appended at any time: a TFRecord like the
 * others, whose {@code label} is −1, and which says how long each photo's file was and when it was
 * written. A file that is as it was is known without being read; another one by its content.
 *
 * <p>The JSON beside it has trunk and width; it counts no records. A killed run loses the record
 * that it was writing. One run writes at a time. {@link #values} is thread-safe, and so are all
 * methods that find; append from one thread. Whoever opens it closes it.
 */
public final class PhotoCache implements AutoCloseable {
  private final Path file;
  private final EmbeddingsInfo info;
  private final WriteLock lock;
  private final PhotoTable table;
  private final TfRecordWriter output;
  private final FileChannel input;
  private final long cutOff;
  private final FiniteCheck finite = new FiniteCheck();
  private final ExampleLayout layout = new ExampleLayout();

  private PhotoCache(
      Path file,
      EmbeddingsInfo info,
      WriteLock lock,
      PhotoTable table,
      TfRecordWriter output,
      FileChannel input,
      long cutOff) {
    this.file = file;
    this.info = info;
    this.lock = lock;
    this.table = table;
    this.output = output;
    this.input = input;
    this.cutOff = cutOff;
  }

  /**
   * Returns the identity of the trunk that made a cache's embeddings; empty if there is no cache.
   *
   * @throws IOException if its JSON cannot be read
   */
  public static Optional<String> trunk(Path file) throws IOException {
    Path json = EmbeddingsInfo.beside(file);
    return Files.exists(file) && Files.exists(json)
        ? Optional.of(EmbeddingsInfo.read(json).trunk())
        : Optional.empty();
  }

  /**
   * Opens a cache, or begins one. What stands behind its last whole record is cut off.
   *
   * @param file in a directory that is there
   * @param trunk the identity of the trunk
   * @param width how many numbers an embedding has
   * @throws InvalidInputException if the file is of another trunk or width, or no cache
   * @throws FileSystemException if another run has it open
   * @throws IOException if it cannot be read or written
   */
  public static PhotoCache open(Path file, String trunk, int width) throws IOException {
    WriteLock lock =
        WriteLock.tryTake(file)
            .orElseThrow(
                () -> new FileSystemException(file.toString(), null, "another run writes here"));
    boolean opened = false;
    try {
      EmbeddingsInfo info = info(file, new EmbeddingsInfo(List.of(), trunk, width, 0, 0, ""));
      PhotoTable table = new PhotoTable();
      long end = scan(file, info, table);
      long cutOff = Files.size(file) - end;
      TfRecordWriter output = TfRecordWriter.append(file, end);
      try {
        FileChannel input = FileChannel.open(file, READ);
        PhotoCache cache = new PhotoCache(file, info, lock, table, output, input, cutOff);
        opened = true;
        return cache;
      } finally {
        if (!opened) {
          output.close();
        }
      }
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private static EmbeddingsInfo info(Path file, EmbeddingsInfo wanted) throws IOException {
    Path json = EmbeddingsInfo.beside(file);
    if (!Files.exists(file) || Files.size(file) == 0) {
      wanted.write(json);
      TfRecordWriter.create(file).close();
      return wanted;
    }
    if (!Files.exists(json)) {
      throw new InvalidInputException(
          file + ": found no " + json.getFileName() + " beside it, expected one: it is no cache");
    }
    EmbeddingsInfo found = EmbeddingsInfo.read(json);
    if (!found.trunk().equals(wanted.trunk()) || found.width() != wanted.width()) {
      throw new InvalidInputException(
          file
              + ": found embeddings of "
              + Quantity.of(found.width(), "number")
              + " by trunk "
              + (found.trunk().isEmpty() ? "(unknown)" : found.trunk())
              + ", expected "
              + wanted.width()
              + " by "
              + wanted.trunk()
              + ": name another file");
    }
    return found;
  }

  /** Adds all whole records to the table, and returns where the last of them ends. */
  private static long scan(Path file, EmbeddingsInfo info, PhotoTable table) throws IOException {
    long end = TfRecordReader.validPrefix(file);
    ExampleLayout layout = new ExampleLayout();
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      if (reader.compressed()) {
        throw new InvalidInputException(file + ": found a compressed file, expected a cache");
      }
      for (long next = 0; next < end && reader.next(); ) {
        add(reader, layout, info.width(), table);
        next = reader.payloadOffset() + reader.payload().remaining() + Integer.BYTES;
      }
    }
    return end;
  }

  private static void add(TfRecordReader reader, ExampleLayout layout, int width, PhotoTable table)
      throws IOException {
    try {
      layout.scan(reader.payload());
    } catch (MalformedExampleException e) {
      throw reader.refusal(e.found(), e.expected());
    }
    if (layout.label() != Examples.NO_LABEL || layout.fileBytes() < 0 || layout.id().isEmpty()) {
      throw reader.refusal(
          "label " + layout.label() + " and id " + ClassNames.quoted(layout.id()),
          "a record of a cache: label -1, an id, file_bytes and file_modified");
    }
    if (!layout.codePacked() || layout.codeBytes() != width * Float.BYTES) {
      throw reader.refusal(
          "a code of " + Quantity.of(layout.codeBytes() / Float.BYTES, "number"),
          String.valueOf(width));
    }
    try {
      table.add(
          new PhotoFile(layout.path(), layout.fileBytes(), layout.fileModified()),
          HexFormat.of().parseHex(layout.id()),
          reader.payloadOffset() + layout.codeStart());
    } catch (IllegalArgumentException e) {
      throw reader.refusal("id " + ClassNames.quoted(layout.id()), "a SHA-256 in hexadecimal");
    }
  }

  /** Says whether a JSON is a cache's: it names no class and counts nothing. */
  static boolean isOne(EmbeddingsInfo info) {
    return info.classes().isEmpty() && info.count() == 0 && info.fingerprint().isEmpty();
  }

  /**
   * Returns the numbers of the records that a later one of the same path has replaced.
   *
   * @throws IOException if the file is damaged or no cache
   */
  static BitSet superseded(Path file, EmbeddingsInfo info) throws IOException {
    PhotoTable table = new PhotoTable();
    scan(file, info, table);
    BitSet superseded = new BitSet();
    for (int row = 0; row < table.size(); row++) {
      superseded.set(row, table.isSuperseded(row));
    }
    return superseded;
  }

  /** Returns how many records there are. */
  public synchronized int size() {
    return table.size();
  }

  /** Returns how many bytes of a torn record were cut off when it was opened. */
  public long cutOff() {
    return cutOff;
  }

  /** Returns the row of a photo whose file is as it was. */
  public synchronized OptionalInt find(PhotoFile photo) {
    return table.find(photo);
  }

  /**
   * Returns a row of a photo with this content.
   *
   * @param id 64 lower-case hexadecimal digits
   */
  public synchronized OptionalInt find(String id) {
    return table.find(HexFormat.of().parseHex(id));
  }

  /**
   * Returns a row's embedding, [width].
   *
   * @throws IOException if the file cannot be read
   */
  public float[] values(int row) throws IOException {
    long place;
    synchronized (this) {
      place = table.place(row);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(info.width() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (input.read(bytes, place + bytes.position()) < 0) {
        throw new EOFException(file + ": found its end inside a record, expected it later");
      }
    }
    float[] values = new float[info.width()];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  /**
   * Appends a photo's embedding; one that the cache had of its path is no longer found by it.
   *
   * @param id SHA-256 of the photo's bytes, 64 lower-case hexadecimal digits
   * @throws IllegalArgumentException if the embedding is of another width or not finite
   * @throws IOException if it cannot be written, as on a full disk; what was written before stays
   */
  public void append(PhotoFile photo, String id, float[] values) throws IOException {
    if (values.length != info.width()) {
      throw new IllegalArgumentException(
          photo.path() + ": found " + values.length + " numbers, expected " + info.width());
    }
    ByteBuffer record = ByteBuffer.wrap(Examples.encode(photo, id, values));
    layout.scan(record);
    if (!finite.isFinite(layout.code())) {
      throw new IllegalArgumentException(
          photo.path()
              + ": found "
              + FiniteCheck.fault(values)
              + ", expected "
              + FiniteCheck.EXPECTED);
    }
    long place = output.position() + Long.BYTES + Integer.BYTES + layout.codeStart();
    output.write(record);
    synchronized (this) {
      table.add(photo, HexFormat.of().parseHex(id), place);
    }
  }

  /**
   * Has the disk keep what was appended.
   *
   * @throws IOException if it does not
   */
  public void force() throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.force(false);
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    try (lock;
        input;
        output) {
      // All of them.
    }
  }
}
