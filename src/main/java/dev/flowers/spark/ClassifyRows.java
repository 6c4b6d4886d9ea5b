package dev.flowers.spark;

import dev.flowers.embedding.PhotoStream;
import dev.flowers.head.TrainedHead;
import dev.flowers.zoo.LoadedModel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Classifies a partition's photos. */
final class ClassifyRows implements MapPartitionsFunction<Row, ClassifiedPhoto> {
  private static final long serialVersionUID = 1;

  private final PhotoBytes bytes;
  private final ModelOnExecutors model;

  ClassifyRows(PhotoBytes bytes, ModelOnExecutors model) {
    this.bytes = bytes;
    this.model = model;
  }

  @Override
  public Iterator<ClassifiedPhoto> call(Iterator<Row> rows) {
    LoadedModel loaded = model.loaded();
    return TaskRows.of(
        rows,
        bytes,
        (batch, count) -> Arrays.asList(loaded.network().probabilities(batch, count)),
        loaded.network().trunk(),
        result -> row(loaded.classes(), result));
  }

  private static ClassifiedPhoto row(
      List<String> classes, PhotoStream.Result<Row, float[]> result) {
    String path = result.photo().getString(0);
    float[] probabilities = result.value().orElse(new float[0]);
    if (probabilities.length == 0) {
      return new ClassifiedPhoto(path, "", 0, probabilities, result.fault());
    }
    int best = TrainedHead.mostProbable(probabilities);
    return new ClassifiedPhoto(path, classes.get(best), probabilities[best], probabilities, "");
  }
}
