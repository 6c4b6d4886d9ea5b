package dev.flowers.spark;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Writes the embeddings of photos that shards have under other names into a shard with the new
 * ones, and returns its {@link EmbeddingAttempt} in JSON. Rows are {@link PhotoTable}'s with the
 * photo's id, its index's name and the record's number behind them, sorted by these.
 */
final class ReuseTask implements MapPartitionsFunction<Row, String> {
  private static final long serialVersionUID = 1;

  static final int ID = 5;
  static final int SHARD = 6;
  static final int RECORD = 7;

  private final AttemptTarget target;

  /** The directory of the shards. */
  private final String shards;

  ReuseTask(AttemptTarget target, String shards) {
    this.target = target;
    this.shards = shards;
  }

  @Override
  public Iterator<String> call(Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    String open = "";
    Optional<ShardCopy> copy = Optional.empty();
    try (AttemptWriter writer = target.open()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        String shard = ShardStore.records(row.getString(SHARD));
        if (copy.isEmpty() || !shard.equals(open)) {
          close(copy);
          copy = Optional.empty();
          copy = Optional.of(new ShardCopy(target.files(), new Path(shards, shard)));
          open = shard;
        }
        writer.append(
            PhotoTable.entry(row, row.getString(ID), ""), copy.get().values(row.getInt(RECORD)));
      }
      return List.of(writer.finish()).iterator();
    } finally {
      close(copy);
    }
  }

  private static void close(Optional<ShardCopy> copy) throws IOException {
    if (copy.isPresent()) {
      copy.get().close();
    }
  }
}
