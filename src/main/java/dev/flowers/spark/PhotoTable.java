package dev.flowers.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.flowers.dataset.ClassNames;
import dev.flowers.embedding.PhotoEntry;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The photos that are to be embedded: a row each with {@code path}, {@code name} (the path within
 * the folder of photos), {@code length}, {@code modified} and {@code class}.
 *
 * @param rows the table
 * @param folder the folder that the names begin in; empty if names are whole paths
 * @param count how many photos there are
 * @param unused what else lies in the folder: hidden files, folders below a class folder, files
 *     beside the class folders
 * @param classes the classes, sorted
 */
record PhotoTable(Dataset<Row> rows, String folder, long count, long unused, List<String> classes) {
  static final int PATH = 0;
  static final int NAME = 1;
  static final int LENGTH = 2;
  static final int MODIFIED = 3;
  static final int LABEL = 4;

  private static final String MODIFICATION_TIME = "modificationTime";

  PhotoTable {
    classes = List.copyOf(classes);
  }

  /** Lists a folder of class folders, without reading a photo. */
  static PhotoTable ofFolder(SparkSession spark, HadoopFiles files, String uri) throws IOException {
    Path folder = files.qualified(uri);
    if (!files.exists(folder)) {
      throw new InvalidInputException(uri + ": found no such folder, expected one of photos");
    }
    PhotoListing listing = PhotoListing.ofClasses(files, folder);
    for (String name : listing.classes()) {
      checkClass(name);
    }
    Dataset<Row> rows =
        listing
            .rows(spark)
            .select(
                col("path"),
                expr("concat(class, '/', substring_index(path, '/', -1))").as("name"),
                col("length"),
                col("modified"),
                col("class"));
    return new PhotoTable(
        rows, folder.toString(), listing.count(), listing.unused(), listing.classes());
  }

  /**
   * Takes a table with {@code path} and {@code label}; and where {@code length} and {@code
   * modificationTime} are not in it, they are looked up.
   */
  static PhotoTable ofTable(Dataset<Row> table, HadoopFiles files) throws IOException {
    List<String> columns = Arrays.asList(table.columns());
    for (String needed : List.of("path", "label")) {
      if (!columns.contains(needed)) {
        throw new InvalidInputException(
            "photos: found the columns " + columns + ", expected path and label among them");
      }
    }
    Dataset<Row> labelled = table.withColumn("label", col("label").cast("string"));
    Dataset<Row> known =
        columns.contains("length") && columns.contains(MODIFICATION_TIME)
            ? labelled.withColumn("modified", expr("unix_millis(" + MODIFICATION_TIME + ")"))
            : labelled
                .select("path", "label")
                .mapPartitions(new StatusTask(files), Encoders.bean(PhotoStatus.class))
                .toDF();
    return counted(
        known.select(
            col("path"),
            // A row without a path is skipped, under no name; one without a length is not looked up
            // again.
            expr("coalesce(path, '')").as("name"),
            expr("coalesce(length, -1L)").as("length"),
            expr("coalesce(modified, 0L)").as("modified"),
            col("label").as("class")));
  }

  /** Counts in one pass: a table may take its time. */
  private static PhotoTable counted(Dataset<Row> rows) throws IOException {
    List<String> classes = new ArrayList<>();
    long count = 0;
    for (Row row : ClusterJob.run(() -> rows.groupBy("class").count().collectAsList())) {
      String name = row.isNullAt(0) ? "" : row.getString(0);
      checkClass(name);
      classes.add(name);
      count += row.getLong(1);
    }
    classes.sort(null);
    return new PhotoTable(rows, "", count, 0, classes);
  }

  private static void checkClass(String name) throws InvalidInputException {
    String fault = ClassNames.fault(name);
    if (!fault.isEmpty()) {
      throw new InvalidInputException(
          "photos: found the class "
              + ClassNames.quoted(name)
              + " ("
              + fault
              + "), expected "
              + ClassNames.EXPECTED);
    }
  }

  /** A photo of these rows as an index has it, with its id, and why it has no record. */
  static PhotoEntry entry(Row row, String id, String fault) {
    return new PhotoEntry(
        row.getString(NAME),
        row.getLong(LENGTH),
        row.getLong(MODIFIED),
        row.getInt(LABEL),
        id,
        fault);
  }

  /** The rows with each class's index in these classes as {@code label}, in the columns' order. */
  Dataset<Row> labelled(List<String> names) {
    Column[] all = names.stream().map(functions::lit).toArray(Column[]::new);
    return rows.withColumn("label", array_position(array(all), col("class")).minus(1).cast("int"))
        .select("path", "name", "length", "modified", "label");
  }
}
