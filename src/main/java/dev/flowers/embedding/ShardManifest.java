package dev.flowers.embedding;

import dev.flowers.dataset.ClassNames;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * What a directory of shards holds. Only the files that it names, in its order, belong to the
 * embeddings, whatever else lies in the directory: a killed run's files are not read. A new run
 * replaces the manifest in one step, after all files that it names are complete.
 *
 * @param trunk the identity of the trunk that made the embeddings
 * @param width how many floats an embedding has
 * @param classes the class names, sorted; a label is an index into them
 * @param run how many runs have added shards
 * @param shards the shards, in the order of their records
 * @param skipped the photos that have no record, because they could not be read when a run last
 *     tried
 */
public record ShardManifest(
    String trunk,
    int width,
    List<String> classes,
    int run,
    List<Shard> shards,
    List<SkippedPhoto> skipped) {
  /** The manifest's name in the directory. */
  public static final String FILE = "manifest.json";

  /** How it is kept. */
  static final JsonFormat<ShardManifest> JSON = JsonFormat.of(ShardManifest.class, 2);

  private static final int BUFFER = 1 << 20;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a class's name is not as {@link ClassNames} says, or width
   *     or run is less than 1
   */
  public ShardManifest {
    classes = List.copyOf(classes);
    ClassNames.check(classes);
    shards = List.copyOf(shards);
    skipped = List.copyOf(skipped);
    if (width < 1 || run < 1) {
      throw new IllegalArgumentException(
          "found width " + width + " and run " + run + ", expected at least 1");
    }
  }

  /**
   * A photo without a record.
   *
   * @param path as the indexes have it
   * @param reason what was found and what was expected
   */
  public record SkippedPhoto(String path, String reason) {}

  /**
   * A file in the directory.
   *
   * @param name without the directory
   * @param bytes its length
   * @param crc32c the CRC-32C of all its bytes, 8 hexadecimal digits
   */
  public record StoredFile(String name, long bytes, String crc32c) {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it names another directory
     */
    public StoredFile {
      if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
        throw new IllegalArgumentException(
            "found the file name "
                + ClassNames.quoted(name)
                + ", expected a name in the directory");
      }
    }

    /** The same content under another name. */
    public StoredFile named(String other) {
      return new StoredFile(other, bytes, crc32c);
    }
  }

  /**
   * A TFRecord, and the list of the photos that it was made of.
   *
   * @param records the TFRecord
   * @param index a line in JSON for each photo: {@link PhotoEntry}; those without a fault have a
   *     record each, in the same order
   * @param count how many records there are
   * @param skipped how many photos of the index have none, because they could not be read
   * @param dropped numbers of records, from 0, that do not count any more: their photos have
   *     changed, and a later shard has them
   */
  public record Shard(
      StoredFile records, StoredFile index, int count, int skipped, List<Integer> dropped) {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a number is negative or beyond the count
     */
    public Shard {
      dropped = List.copyOf(dropped);
      if (count < 0 || skipped < 0 || dropped.stream().anyMatch(row -> row < 0 || row >= count)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "shard %s: found count %d, skipped %d and dropped %s, expected numbers from 0,"
                    + " dropped ones below the count",
                records.name(),
                count,
                skipped,
                dropped));
      }
    }

    /** How many records count. */
    public int kept() {
      return count - dropped.size();
    }
  }

  /** How many records count, in all shards. */
  public long count() {
    return shards.stream().mapToLong(Shard::kept).sum();
  }

  /** Whether a directory has a manifest. */
  static boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  /**
   * Reads a manifest's text.
   *
   * @param file what it is called in messages
   * @throws IOException if it is damaged
   */
  public static ShardManifest parse(Path file, String text) throws IOException {
    return JSON.parse(file, text);
  }

  /**
   * The manifest as its file has it.
   *
   * @throws IOException never, but JSON is written so
   */
  public String text() throws IOException {
    return JSON.text(this);
  }

  /**
   * Reads a directory's manifest, and checks that the files are those that it means.
   *
   * @throws InvalidInputException if one is missing or another one; the message names it
   * @throws IOException if a file cannot be read
   */
  static ShardManifest read(Path directory) throws IOException {
    ShardManifest manifest = JSON.read(directory.resolve(FILE));
    for (Shard shard : manifest.shards) {
      Path file = directory.resolve(shard.records.name());
      String expected = shard.records.bytes() + " bytes with CRC-32C " + shard.records.crc32c();
      if (!Files.exists(file)) {
        throw new InvalidInputException(
            file + ": found no such shard, expected " + expected + ", as " + FILE + " says");
      }
      String found = Files.size(file) + " bytes with CRC-32C ";
      // The length first: it costs nothing.
      if (Files.size(file) != shard.records.bytes()
          || !crc32c(file).equals(shard.records.crc32c())) {
        throw new InvalidInputException(
            file
                + ": found "
                + found
                + crc32c(file)
                + ", expected "
                + expected
                + ", as "
                + FILE
                + " says");
      }
    }
    return manifest;
  }

  List<Path> files(Path directory) {
    return shards.stream().map(shard -> directory.resolve(shard.records.name())).toList();
  }

  /** As {@link RecordScan.LabelCheck}. */
  String expectedLabel(int label, String className) {
    if (label >= classes.size()) {
      return "a label below " + classes.size() + ", as " + FILE + " says";
    }
    return className.isEmpty() || className.equals(classes.get(label))
        ? ""
        : "class " + ClassNames.quoted(classes.get(label)) + ", as " + FILE + " says";
  }

  /** As {@link RecordScan.Dropped}. */
  boolean isDropped(int file, long record) {
    return shards.get(file).dropped.contains((int) record);
  }

  /**
   * Compares what was found in the shards with what is said of them.
   *
   * @throws InvalidInputException if a shard has more records, or fewer
   */
  void check(RecordTable table) throws InvalidInputException {
    for (int file = 0; file < shards.size(); file++) {
      if (table.size(file) != shards.get(file).kept()) {
        throw new InvalidInputException(
            table.file(file)
                + (": found " + table.size(file) + " records, expected ")
                + (shards.get(file).kept() + ", as " + FILE + " says"));
      }
    }
  }

  private static String crc32c(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
      while (in.read(buffer) >= 0) {
        // The stream counts.
      }
    }
    return text(crc);
  }

  static String text(CRC32C crc) {
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
