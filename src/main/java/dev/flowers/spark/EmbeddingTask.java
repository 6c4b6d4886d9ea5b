package dev.flowers.spark;

import dev.flowers.embedding.PhotoEntry;
import dev.flowers.embedding.PhotoStream;
import dev.flowers.trunk.PhotoTranslator;
import dev.flowers.trunk.RunningTrunk;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Embeds a partition's photos into a shard, and returns its {@link EmbeddingAttempt} in JSON. */
final class EmbeddingTask implements MapPartitionsFunction<Row, String> {
  private static final long serialVersionUID = 1;

  private final AttemptTarget target;
  private final TrunkOnExecutors trunk;

  EmbeddingTask(AttemptTarget target, TrunkOnExecutors trunk) {
    this.target = target;
    this.trunk = trunk;
  }

  /** A batch's embeddings, one for each photo. */
  static PhotoStream.Network<float[]> network(RunningTrunk running) {
    return (batch, count) ->
        Arrays.asList(PhotoTranslator.rows(running.embed(batch, count), count));
  }

  @Override
  public Iterator<String> call(Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    RunningTrunk running = trunk.running();
    try (AttemptWriter writer = target.open();
        PhotoStream<Row, float[]> stream =
            TaskRows.stream(
                rows,
                row -> target.files().bytes(row.getString(PhotoTable.PATH)),
                network(running),
                running.trunk())) {
      while (stream.hasNext()) {
        PhotoStream.Result<Row, float[]> result = stream.next();
        PhotoEntry entry = PhotoTable.entry(result.photo(), result.id(), result.fault());
        if (result.value().isPresent()) {
          writer.append(entry, result.value().get());
        } else {
          writer.skip(entry);
        }
      }
      return List.of(writer.finish()).iterator();
    }
  }
}
