package dev.flowers.embedding;

import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import dev.flowers.tfrecord.TfRecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the embeddings of photos from end to end, one at a time, and verifies each record: a
 * TFRecord, a {@link PhotoCache}, or a directory of shards, as {@link EmbeddingFile#open(Path)}
 * takes them. Holds one record, however many there are. Labels do not matter; mirror images,
 * records that a manifest drops, and those that a cache has replaced are passed over.
 *
 * <p>Not thread-safe. Whoever opens it closes it.
 */
public final class EmbeddingStream implements AutoCloseable {
  /** Says which records do not count. */
  private interface Dropped {
    boolean test(int file, long record);
  }

  private final Shards shards;
  private final String trunk;
  private final OptionalLong count;
  private final Dropped dropped;
  private final Iterator<Path> rest;
  private final ExampleLayout layout = new ExampleLayout();
  private final FiniteCheck finite = new FiniteCheck();
  private int width;
  private int file = -1;
  private @Nullable TfRecordReader reader;
  private float[] values = {};

  private EmbeddingStream(
      Shards shards, String trunk, int width, OptionalLong count, Dropped dropped) {
    this.shards = shards;
    this.trunk = trunk;
    this.width = width;
    this.count = count;
    this.dropped = dropped;
    this.rest = shards.files().iterator();
  }

  /**
   * Opens embeddings.
   *
   * @param path as in {@link EmbeddingFile#open(Path)}
   * @throws InvalidInputException if a shard is missing or another one
   * @throws IOException if a file cannot be read
   */
  public static EmbeddingStream open(Path path) throws IOException {
    if (ShardManifest.isIn(path)) {
      ShardManifest manifest = ShardManifest.read(path);
      return new EmbeddingStream(
          new Shards(path, manifest.files(path)),
          manifest.trunk(),
          manifest.width(),
          OptionalLong.of(manifest.count()),
          manifest::isDropped);
    }
    Shards shards = Shards.of(path);
    ShardInfos described = ShardInfos.read(shards.files());
    if (described.isEmpty()) {
      return new EmbeddingStream(shards, "", 0, OptionalLong.empty(), (of, record) -> false);
    }
    long photos =
        described.infos().stream().mapToLong(info -> (long) info.count() - info.mirrors()).sum();
    return new EmbeddingStream(
        shards,
        described.trunk(),
        described.width(),
        photos == 0 ? OptionalLong.empty() : OptionalLong.of(photos),
        replaced(shards.files(), described));
  }

  /** What the caches among the files have replaced. */
  private static Dropped replaced(List<Path> files, ShardInfos described) throws IOException {
    BitSet[] replaced = new BitSet[files.size()];
    for (int i = 0; i < replaced.length; i++) {
      EmbeddingsInfo info = described.infos().get(i);
      replaced[i] =
          PhotoCache.isOne(info) ? PhotoCache.superseded(files.get(i), info) : new BitSet();
    }
    return (of, record) -> replaced[of].get((int) record);
  }

  /** Returns the identity of the trunk that made the embeddings; empty when unknown. */
  public String trunk() {
    return trunk;
  }

  /** Returns how many numbers an embedding has; 0 when unknown, before the first. */
  public int width() {
    return width;
  }

  /** Returns how many photos there are, if that is known before they are read. */
  public OptionalLong count() {
    return count;
  }

  /**
   * Moves to the next photo.
   *
   * @return false behind the last
   * @throws dev.flowers.tfrecord.CorruptRecordException if a record is damaged, no embedding, of
   *     another width, or has a number that is not finite; the message has file and record
   * @throws IOException if a file cannot be read
   */
  public boolean next() throws IOException {
    while (true) {
      TfRecordReader current = reader;
      if (current != null && current.next()) {
        if (!dropped.test(file, current.record()) && read(current)) {
          return true;
        }
      } else {
        close();
        if (!rest.hasNext()) {
          return false;
        }
        reader = TfRecordReader.open(rest.next());
        file++;
      }
    }
  }

  /** Returns false for a mirror image. */
  private boolean read(TfRecordReader current) throws IOException {
    ByteBuffer code;
    try {
      layout.scan(current.payload());
      code = layout.code();
    } catch (MalformedExampleException e) {
      throw current.refusal(e.found(), e.expected());
    }
    if (layout.mirrored()) {
      return false;
    }
    int numbers = code.remaining() / Float.BYTES;
    if (width != 0 && numbers != width) {
      throw current.refusal("a code of " + Quantity.of(numbers, "number"), String.valueOf(width));
    }
    width = numbers;
    values = new float[numbers];
    boolean sound = finite.isFinite(code);
    code.asFloatBuffer().get(values);
    if (!sound) {
      throw current.refusal(FiniteCheck.fault(values), FiniteCheck.EXPECTED);
    }
    return true;
  }

  /**
   * Returns what the photo is called: its path, where that is not known its id, else the file and
   * the record's number in it, as {@code part-00003.tfrecord#17}.
   */
  public String name() {
    if (!layout.path().isEmpty()) {
      return layout.path();
    }
    TfRecordReader current = reader;
    return !layout.id().isEmpty() || current == null
        ? layout.id()
        : shards.files().get(file).getFileName() + "#" + current.record();
  }

  /** Returns the photo's embedding, [width]; given away. */
  public float[] values() {
    return values;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
