package dev.flowers.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.min;

import dev.flowers.embedding.ShardManifest.Shard;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The photos that shards have.
 *
 * @param rows from their indexes: {@code name}, {@code length}, {@code modified}, {@code label},
 *     {@code row}, {@code id}, and the index's name as {@code shard}
 */
record KnownPhotos(Dataset<Row> rows) {
  private static final String SCHEMA =
      "path string, length long, modified long, label int, row int, id string, fault string";

  /** What tells a photo of one listing from one of another. */
  private static final String SAME =
      "name = now_name and length = now_length and modified = now_modified and label = now_label";

  /** Of these shards, at least one, without what was dropped and what could not be read. */
  static KnownPhotos of(SparkSession spark, Path directory, List<Shard> shards) {
    String[] indexes =
        shards.stream()
            .map(shard -> new Path(directory, shard.index().name()).toString())
            .toArray(String[]::new);
    Dataset<Row> all =
        spark
            .read()
            .schema(SCHEMA)
            .json(indexes)
            .where("id != ''")
            .withColumn("shard", expr("substring_index(input_file_name(), '/', -1)"))
            .withColumnRenamed("path", "name")
            .select("name", "length", "modified", "label", "row", "id", "shard");
    List<String> dropped = new ArrayList<>();
    for (Shard shard : shards) {
      shard.dropped().forEach(row -> dropped.add(shard.index().name() + " " + row));
    }
    if (dropped.isEmpty()) {
      return new KnownPhotos(all);
    }
    Dataset<Row> gone = spark.createDataset(dropped, Encoders.STRING()).toDF("gone");
    return new KnownPhotos(
        all.join(gone, col("gone").equalTo(expr("concat(shard, ' ', row)")), "left_anti"));
  }

  /** The key under other names: both sides of a join have one. */
  private static Dataset<Row> now(Dataset<Row> photos) {
    return photos.selectExpr(
        "name as now_name",
        "length as now_length",
        "modified as now_modified",
        "label as now_label");
  }

  private Dataset<Row> embedded() {
    return rows.where("row >= 0");
  }

  /** Those of the wanted photos that are not here as they are now. */
  Dataset<Row> missing(Dataset<Row> wanted) {
    return wanted.join(now(rows), expr(SAME), "left_anti");
  }

  /**
   * Those of the missing photos whose content has a record, as {@link ReuseTask} takes them. Reads
   * the photos that are as long as one that has a record.
   */
  Dataset<Row> moved(Dataset<Row> missing, HadoopFiles files, int partitions) {
    Dataset<Row> lengths = embedded().selectExpr("length as known_length").distinct();
    Dataset<Row> read =
        missing
            .join(lengths, expr("length = known_length"), "left_semi")
            .select("path", "name")
            .repartition(partitions)
            .mapPartitions(new IdTask(files), Encoders.STRING())
            .selectExpr(
                "substring(value, 1, " + IdTask.LENGTH + ") as read_id",
                "substring(value, " + (IdTask.LENGTH + 1) + ") as read_name")
            .distinct(); // a table may name a photo twice
    Dataset<Row> records =
        embedded().groupBy("id").agg(min(expr("struct(shard, row)")).as("record"));
    return missing
        .join(read, expr("name = read_name"))
        .join(records, expr("read_id = id"))
        .selectExpr(
            "path", "name", "length", "modified", "label", "id", "record.shard", "record.row");
  }

  /** The records of photos that have changed since: {@code shard} and {@code row}. */
  Dataset<Row> changed(Dataset<Row> wanted) {
    return embedded()
        .join(now(wanted), expr("name = now_name and not (" + SAME + ")"))
        .select("shard", "row");
  }

  /**
   * The records of photos whose path is gone, and whose content is there under another one.
   *
   * @param wanted all photos that there are
   * @param moved those of them whose content has been found in these shards
   */
  Dataset<Row> replaced(Dataset<Row> wanted, Dataset<Row> moved) {
    Dataset<Row> present =
        embedded()
            .join(now(wanted), expr(SAME), "left_semi")
            .select("id")
            .union(moved.select("id"))
            .selectExpr("id as present_id");
    return embedded()
        .join(now(wanted), expr("name = now_name"), "left_anti")
        .join(present, expr("id = present_id"), "left_semi")
        .select("shard", "row");
  }
}
