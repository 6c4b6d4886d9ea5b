package dev.flowers.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.flowers.embedding.ShardManifest.Shard;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The photos that shards have, from their indexes: {@code name}, {@code length}, {@code modified},
 * {@code label}, {@code row} and {@code shard}.
 */
final class KnownPhotos {
  private static final String SCHEMA =
      "path string, length long, modified long, label int, row int, id string, fault string";

  private KnownPhotos() {}

  /** Of these shards, at least one, without what was dropped and what could not be read. */
  static Dataset<Row> of(SparkSession spark, Path directory, List<Shard> shards) {
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
            .select("name", "length", "modified", "label", "row", "shard");
    List<String> dropped = new ArrayList<>();
    for (Shard shard : shards) {
      shard.dropped().forEach(row -> dropped.add(shard.index().name() + " " + row));
    }
    if (dropped.isEmpty()) {
      return all;
    }
    Dataset<Row> gone = spark.createDataset(dropped, Encoders.STRING()).toDF("gone");
    return all.join(gone, col("gone").equalTo(expr("concat(shard, ' ', row)")), "left_anti");
  }
}
