package dev.flowers.spark;

import dev.flowers.embedding.PhotoStream;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/** A task's results as rows, made when they are asked for; the task's end closes the stream. */
final class TaskRows {
  private TaskRows() {}

  static <R, T> Iterator<T> of(
      PhotoStream<Row, R> stream, Function<PhotoStream.Result<Row, R>, T> row) {
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
