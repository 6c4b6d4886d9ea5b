package dev.flowers.spark;

import dev.flowers.embedding.PhotoEntry;
import dev.flowers.embedding.PhotoStream;
import dev.flowers.embedding.ShardManifest;
import dev.flowers.embedding.ShardWriter;
import dev.flowers.trunk.PhotoTranslator;
import dev.flowers.trunk.RunningTrunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Embeds a partition's photos into a shard, and returns its {@link EmbeddingAttempt} in JSON. */
final class EmbeddingTask implements MapPartitionsFunction<Row, String> {
  private static final long serialVersionUID = 1;

  private final HadoopFiles files;
  private final TrunkOnExecutors trunk;
  private final String attempts;
  private final String run;
  private final String photos;
  private final ArrayList<String> classes;

  /**
   * A task.
   *
   * @param attempts the directory for the attempts' files
   * @param run the run's name
   * @param photos the folder of the photos; empty if there is none
   */
  EmbeddingTask(
      HadoopFiles files,
      TrunkOnExecutors trunk,
      String attempts,
      String run,
      String photos,
      List<String> classes) {
    this.files = files;
    this.trunk = trunk;
    this.attempts = attempts;
    this.run = run;
    this.photos = photos;
    this.classes = new ArrayList<>(classes);
  }

  /** A batch's embeddings, one for each photo. */
  static PhotoStream.Network<float[]> network(RunningTrunk running) {
    return (batch, count) ->
        Arrays.asList(PhotoTranslator.rows(running.embed(batch, count), count));
  }

  @Override
  public Iterator<String> call(Iterator<Row> rows) throws IOException {
    TaskContext task = TaskContext.get();
    String name =
        String.format(
            Locale.ROOT, "%s-%05d-%s", run, TaskContext.getPartitionId(), UUID.randomUUID());
    Path records = new Path(attempts, name + ".tfrecord");
    Path index = new Path(attempts, name + ".index.jsonl");
    RunningTrunk running = trunk.running();
    ShardManifest.Shard shard;
    try (FSDataOutputStream recordsOut = files.system(records).create(records, false);
        FSDataOutputStream indexOut = files.system(index).create(index, false);
        PhotoStream<Row, float[]> stream =
            TaskRows.stream(
                rows,
                row -> files.bytes(new Path(row.getString(PhotoTable.PATH))),
                network(running),
                running.trunk())) {
      ShardWriter writer = new ShardWriter(recordsOut, indexOut);
      while (stream.hasNext()) {
        if (task.isInterrupted()) {
          throw new IOException("the task was cancelled: its twin was faster");
        }
        append(writer, stream.next());
      }
      shard = writer.finish(records.getName(), index.getName());
      HadoopFiles.sync(recordsOut);
      HadoopFiles.sync(indexOut);
    }
    String json =
        EmbeddingAttempt.JSON.text(
            new EmbeddingAttempt(
                run,
                TaskContext.getPartitionId(),
                photos,
                trunk.identity(),
                classes,
                shard,
                TrunkOnExecutors.process()));
    files.replace(new Path(attempts, name + ".json"), json);
    return List.of(json).iterator();
  }

  private void append(ShardWriter writer, PhotoStream.Result<Row, float[]> result)
      throws IOException {
    Row row = result.photo();
    int label = row.getInt(PhotoTable.LABEL);
    PhotoEntry entry =
        new PhotoEntry(
            row.getString(PhotoTable.NAME),
            row.getLong(PhotoTable.LENGTH),
            row.getLong(PhotoTable.MODIFIED),
            label,
            result.id(),
            result.fault());
    if (result.value().isEmpty()) {
      writer.skip(entry);
      return;
    }
    try {
      writer.append(entry, classes.get(label), result.value().get());
    } catch (IllegalArgumentException e) {
      throw new ExecutorException(
          entry.path() + ": trunk " + trunk.identity() + " made " + e.getMessage(), e);
    }
  }
}
