package dev.flowers.spark;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a program does with tables of photos, as a command of {@link LocalSpark}. */
final class SparkTables {
  private SparkTables() {}

  /**
   * Writes shards {@code of-files} and {@code of-table}, and says the rows that the program gets.
   *
   * @param words the command, a trunk, photos in class folders, an output, a home with a model
   */
  static int run(String[] words, PrintStream out) throws IOException {
    Trunk trunk = TrunkStore.read(Path.of(words[1])).in(Precision.FLOAT32);
    SparkEmbedder embedder = SparkEmbedder.of(trunk);
    SparkClassifier classifier =
        SparkClassifier.of(new Home(Path.of(words[4])), "flowers-vgg16", Precision.FLOAT32);
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      Dataset<Row> files =
          spark
              .read()
              .format("binaryFile")
              .load(words[2] + "/*/*.jpg")
              .withColumn("label", expr("element_at(split(path, '/'), -2)"))
              .withColumn("class", lit("of another meaning"));
      embedder.write(files, words[3] + "/of-files");
      Dataset<Row> table =
          files
              .select("path", "label", "class")
              .union(
                  spark.sql(
                      "values ('12:30.jpg', 'daisy', ''), (cast(null as string), 'roses', '')"));
      embedder.write(table, words[3] + "/of-table");
      Dataset<Row> contents =
          files.withColumn("content", expr("if(label = 'daisy', null, content)"));
      say(out, "of-table", embedder.embed(table));
      say(out, "of-contents", embedder.embed(contents));
      say(out, "classified", classifier.classify(contents));
      return 0;
    }
  }

  private static void say(PrintStream out, String name, Dataset<Row> rows) {
    rows.toJSON().collectAsList().forEach(row -> out.println(name + " " + row));
  }
}
