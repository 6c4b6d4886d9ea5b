package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.tfrecord.TfRecordOutput;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes a shard and its index to two streams. The caller gives them names that nobody else uses,
 * and closes them; until the manifest names them, nobody reads them. Not thread-safe.
 */
public final class ShardWriter {
  private final Counted records;
  private final Counted index;
  private final TfRecordOutput output;
  private int count;
  private int skipped;

  /** Writes to these streams. */
  public ShardWriter(OutputStream records, OutputStream index) {
    this.records = new Counted(records);
    this.index = new Counted(index);
    this.output = new TfRecordOutput(this.records);
  }

  /** Bytes that went through, and their checksum. */
  private static final class Counted extends FilterOutputStream {
    private final CRC32C crc = new CRC32C();
    private long bytes;

    Counted(OutputStream out) {
      super(new BufferedOutputStream(out, 1 << 16));
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      crc.update(from, offset, length);
      bytes += length;
    }

    ShardManifest.StoredFile stored(String name) throws IOException {
      flush();
      return new ShardManifest.StoredFile(name, bytes, ShardManifest.text(crc));
    }
  }

  /**
   * Writes a photo's embedding.
   *
   * @param className the class of the entry's label
   * @param values the embedding, all of it finite
   * @throws IllegalArgumentException if the entry has a fault, or {@link Embedding} refuses it
   */
  public void append(PhotoEntry photo, String className, float[] values) throws IOException {
    if (!photo.fault().isEmpty()) {
      throw new IllegalArgumentException(photo.path() + ": found a fault, expected none");
    }
    output.write(
        Examples.encode(new Embedding(photo.id(), photo.label(), className, photo.path(), values)));
    index.write(photo.line(count).getBytes(UTF_8));
    count++;
  }

  /**
   * Notes a photo that has no embedding.
   *
   * @throws IllegalArgumentException if the entry has no fault
   */
  public void skip(PhotoEntry photo) throws IOException {
    if (photo.fault().isEmpty()) {
      throw new IllegalArgumentException(photo.path() + ": found no fault, expected one");
    }
    index.write(photo.line(-1).getBytes(UTF_8));
    skipped++;
  }

  /**
   * Flushes both streams.
   *
   * @param recordsName what the TFRecord is called
   * @param indexName what the index is called
   * @return what was written
   */
  public ShardManifest.Shard finish(String recordsName, String indexName) throws IOException {
    return new ShardManifest.Shard(
        records.stored(recordsName), index.stored(indexName), count, skipped, List.of());
  }
}
