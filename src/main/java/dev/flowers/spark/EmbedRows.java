package dev.flowers.spark;

import dev.flowers.trunk.RunningTrunk;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Embeds a partition's photos into rows. The last column is a label, which is passed on. */
final class EmbedRows implements MapPartitionsFunction<Row, EmbeddedPhoto> {
  private static final long serialVersionUID = 1;

  private final PhotoBytes bytes;
  private final TrunkOnExecutors trunk;

  EmbedRows(PhotoBytes bytes, TrunkOnExecutors trunk) {
    this.bytes = bytes;
    this.trunk = trunk;
  }

  @Override
  public Iterator<EmbeddedPhoto> call(Iterator<Row> rows) {
    RunningTrunk running = trunk.running();
    return TaskRows.of(
        rows,
        bytes,
        EmbeddingTask.network(running),
        running.trunk(),
        result ->
            new EmbeddedPhoto(
                result.photo().getString(0),
                result.photo().getString(result.photo().size() - 1),
                result.id(),
                result.value().orElse(new float[0]),
                result.fault()));
  }
}
