package dev.flowers.spark;

import dev.flowers.embedding.PhotoStream;
import dev.flowers.trunk.Trunk;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/** A task's results as rows, made when they are asked for; the task's end closes the stream. */
final class TaskRows {
  private TaskRows() {}

  /** A stream of the photos of rows, in batches of the trunk, decoded on the task's cores. */
  static <R> PhotoStream<Row, R> stream(
      Iterator<Row> rows,
      PhotoStream.Source<Row> source,
      PhotoStream.Network<R> network,
      Trunk trunk) {
    return new PhotoStream<>(
        rows, source, network, trunk.input(), trunk.batch(), Math.max(1, TaskContext.get().cpus()));
  }

  static <R, T> Iterator<T> of(
      Iterator<Row> rows,
      PhotoStream.Source<Row> source,
      PhotoStream.Network<R> network,
      Trunk trunk,
      Function<PhotoStream.Result<Row, R>, T> row) {
    PhotoStream<Row, R> stream = stream(rows, source, network, trunk);
    TaskCompletionListener close = task -> stream.close();
    TaskContext.get().addTaskCompletionListener(close);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return stream.hasNext();
      }

      @Override
      public T next() {
        return row.apply(stream.next());
      }
    };
  }
}
