package dev.flowers.spark;

import static org.apache.spark.sql.functions.col;

import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Classifies photos on a cluster, with a published model that every machine has in the same home. A
 * process opens it once. Immutable.
 *
 * <pre>{@code
 * Dataset<Row> photos = spark.read().format("binaryFile").load("hdfs:///photos/*.jpg");
 * SparkClassifier.of(home, "flowers-vgg16", Precision.best()).classify(photos).show();
 * }</pre>
 */
public final class SparkClassifier {
  private final ModelOnExecutors model;

  private SparkClassifier(ModelOnExecutors model) {
    this.model = model;
  }

  /**
   * A classifier.
   *
   * @param home where the driver has the model, and each executor, too
   * @param reference the model's name, for the driver's current version, or {@code name:version}
   * @param precision in which all executors run the trunk
   * @throws dev.flowers.zoo.ModelUnavailableException if there is no such model
   * @throws IOException if a file of the model is missing or damaged
   */
  public static SparkClassifier of(Home home, String reference, Precision precision)
      throws IOException {
    PublishedModel found = new ModelRepository(home).find(reference);
    return new SparkClassifier(ModelOnExecutors.of(home, found, precision));
  }

  /**
   * Classifies photos: {@code path}, {@code class}, {@code probability}, {@code probabilities} (of
   * all classes, in the model's order) and {@code error}. A photo that cannot be read is a row with
   * an error, and an empty class. Lazy, as all of Spark's data sets.
   *
   * @param photos a row each, with {@code path}, and perhaps its {@code content}, as {@code
   *     binaryFile} has them; other columns are passed over
   */
  public Dataset<Row> classify(Dataset<Row> photos) {
    return photos
        .select(PhotoBytes.columns(photos))
        .mapPartitions(
            new ClassifyRows(PhotoBytes.of(photos), model), Encoders.bean(ClassifiedPhoto.class))
        .select(
            col("path"),
            col("className").as("class"),
            col("probability"),
            col("probabilities"),
            col("error"));
  }
}
