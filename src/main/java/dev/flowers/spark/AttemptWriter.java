package dev.flowers.spark;

import dev.flowers.embedding.PhotoEntry;
import dev.flowers.embedding.ShardManifest;
import dev.flowers.embedding.ShardWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;

/**
 * Writes an {@link EmbeddingAttempt}: a shard and its index, and behind them the JSON that says
 * that both are complete. For the thread of one task; close it.
 */
final class AttemptWriter implements AutoCloseable {
  private final AttemptTarget target;
  private final String name;
  private final Path records;
  private final Path index;
  private final FSDataOutputStream recordsOut;
  private final FSDataOutputStream indexOut;
  private final ShardWriter writer;
  private final List<ShardManifest.SkippedPhoto> skipped = new ArrayList<>();

  AttemptWriter(AttemptTarget target) throws IOException {
    this.target = target;
    name =
        String.format(
            Locale.ROOT,
            "%s-%05d-%s",
            target.run(),
            TaskContext.getPartitionId(),
            UUID.randomUUID());
    records = new Path(target.directory(), name + ".tfrecord");
    index = new Path(target.directory(), name + ".index.jsonl");
    recordsOut = target.files().system(records).create(records, false);
    try {
      indexOut = target.files().system(index).create(index, false);
    } catch (IOException | RuntimeException e) {
      recordsOut.close();
      throw e;
    }
    writer = new ShardWriter(recordsOut, indexOut);
  }

  /**
   * Appends a photo's embedding.
   *
   * @throws ExecutorException if the trunk made what is no embedding
   * @throws IOException if it cannot be written, or Spark has ended the task
   */
  void append(PhotoEntry photo, float[] embedding) throws IOException {
    checkWanted();
    try {
      writer.append(photo, target.classes().get(photo.label()), embedding);
    } catch (IllegalArgumentException e) {
      throw new ExecutorException(
          photo.path() + ": trunk " + target.trunk() + " made " + e.getMessage(), e);
    }
  }

  /** Notes a photo that has no embedding, as its fault says. */
  void skip(PhotoEntry photo) throws IOException {
    checkWanted();
    writer.skip(photo);
    skipped.add(new ShardManifest.SkippedPhoto(photo.path(), photo.fault()));
  }

  private static void checkWanted() throws IOException {
    if (TaskContext.get().isInterrupted()) {
      throw new IOException("the task was cancelled: its twin was faster");
    }
  }

  /** Completes the attempt, and returns it in JSON. */
  String finish() throws IOException {
    ShardManifest.Shard shard = writer.finish(records.getName(), index.getName());
    HadoopFiles.sync(recordsOut);
    HadoopFiles.sync(indexOut);
    close(); // an object store has the files from now on
    String json =
        EmbeddingAttempt.JSON.text(
            new EmbeddingAttempt(
                target.run(),
                TaskContext.getPartitionId(),
                target.photos(),
                target.trunk(),
                target.classes(),
                shard,
                skipped,
                TrunkOnExecutors.process()));
    target.files().replace(new Path(target.directory(), name + ".json"), json);
    return json;
  }

  @Override
  public void close() throws IOException {
    try (recordsOut) {
      indexOut.close();
    }
  }
}
