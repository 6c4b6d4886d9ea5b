package dev.flowers.spark;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Looks up length and time of files: rows with {@code path} and {@code label} in. */
final class StatusTask implements MapPartitionsFunction<Row, PhotoStatus> {
  private static final long serialVersionUID = 1;

  private final HadoopFiles files;

  StatusTask(HadoopFiles files) {
    this.files = files;
  }

  @Override
  public Iterator<PhotoStatus> call(Iterator<Row> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public PhotoStatus next() {
        return status(rows.next());
      }
    };
  }

  private PhotoStatus status(Row row) {
    String path = row.getString(0);
    try {
      Optional<FileStatus> found = files.status(path);
      return new PhotoStatus(
          path,
          row.getString(1),
          found.map(FileStatus::getLen).orElse(-1L),
          found.map(FileStatus::getModificationTime).orElse(0L));
    } catch (IOException e) {
      return new PhotoStatus(path, row.getString(1), -1, 0); // reading it will say why
    }
  }
}
