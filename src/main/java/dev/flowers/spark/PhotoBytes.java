package dev.flowers.spark;

import dev.flowers.embedding.PhotoStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Where the bytes of a data set's photos are: in its column {@code content}, else in the files that
 * {@code path} names.
 *
 * @param files for the latter
 * @param inRow whether they are in the row
 */
record PhotoBytes(HadoopFiles files, boolean inRow)
    implements PhotoStream.Source<Row>, java.io.Serializable {
  private static final long serialVersionUID = 1;

  static PhotoBytes of(Dataset<Row> photos) {
    return new PhotoBytes(
        new HadoopFiles(photos.sparkSession().sparkContext().hadoopConfiguration()),
        Arrays.asList(photos.columns()).contains("content"));
  }

  /** The columns that are wanted, the path first. */
  static Column[] columns(Dataset<Row> photos) {
    return Arrays.asList(photos.columns()).contains("content")
        ? new Column[] {functions.col("path"), functions.col("content")}
        : new Column[] {functions.col("path")};
  }

  @Override
  public byte[] read(Row photo) throws IOException {
    if (!inRow) {
      return files.bytes(photo.getString(0));
    }
    if (photo.isNullAt(1)) {
      throw new IOException("found no content, expected a file's bytes");
    }
    return photo.getAs(1);
  }
}
