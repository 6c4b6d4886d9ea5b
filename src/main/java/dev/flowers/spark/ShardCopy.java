package dev.flowers.spark;

import dev.flowers.embedding.EmbeddingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A shard's records, copied to a file of this machine, open for reading. Close it. */
final class ShardCopy implements AutoCloseable {
  private final Path file;
  private final EmbeddingFile records;

  /**
   * Copies and opens.
   *
   * @throws IOException if the shard cannot be read or is damaged
   */
  ShardCopy(HadoopFiles files, org.apache.hadoop.fs.Path shard) throws IOException {
    file = Files.createTempFile("shard", ".tfrecord");
    try (InputStream in = files.system(shard).open(shard)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      records = EmbeddingFile.open(file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** The embedding of the record with this number, from 0. */
  float[] values(int record) throws IOException {
    return records.values(record);
  }

  @Override
  public void close() throws IOException {
    try {
      records.close();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
