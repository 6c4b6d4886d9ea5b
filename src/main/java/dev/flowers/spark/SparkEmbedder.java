package dev.flowers.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.flowers.embedding.ShardManifest;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.Trunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Embeds photos on a cluster.
 *
 * <pre>{@code
 * SparkEmbedder embedder = SparkEmbedder.of(trunk);
 * embedder.write(spark, "hdfs:///photos", "hdfs:///embeddings");        // shards to train on
 * Dataset<Row> rows = embedder.embed(spark.read().format("binaryFile").load("hdfs:///new"));
 * }</pre>
 *
 * <p>Every executor has the trunk in the directory in which the driver has it. A process opens it
 * once. The embeddings are those that the same trunk and precision make on one machine. Immutable.
 */
public final class SparkEmbedder {
  /** Of a shard, where there are enough photos. */
  static final int PHOTOS_A_SHARD = 2048;

  private static final int FEWEST_A_SHARD = 64;

  private final Trunk trunk;
  private final int shards;

  private SparkEmbedder(Trunk trunk, int shards) {
    this.trunk = trunk;
    this.shards = shards;
  }

  /** Embeds with this trunk, in its precision. */
  public static SparkEmbedder of(Trunk trunk) {
    return new SparkEmbedder(trunk, 0);
  }

  /**
   * The same, with so many shards a run. Otherwise a shard has 2048 photos, or fewer where the
   * cluster would not be busy.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public SparkEmbedder withShards(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("shards: found " + count + ", expected 1 or more");
    }
    return new SparkEmbedder(trunk, count);
  }

  /**
   * What a run did.
   *
   * @param photos how many photos the shards have now
   * @param embedded how many of them this run has embedded
   * @param reused how many this run has found by their content: they had other paths before
   * @param recovered how many a killed run had embedded
   * @param skipped how many this run could not read; the manifest says why
   * @param unused how much else lies in the folder: hidden files, folders below a class folder,
   *     files beside the class folders
   * @param processes in which processes the tasks ran, and how many trunks each has opened
   */
  public record Result(
      long photos,
      long embedded,
      long reused,
      long recovered,
      long skipped,
      long unused,
      Set<String> processes) {
    /** Copies the set. */
    public Result {
      processes = Set.copyOf(processes);
    }
  }

  /**
   * Embeds photos without writing anything: {@code path}, {@code label} where the photos have it,
   * {@code id}, {@code embedding} (an array of floats) and {@code error}. Lazy, as all of Spark's
   * data sets.
   *
   * @param photos a row each, with {@code path}, and perhaps its {@code content} and its {@code
   *     label}; other columns are passed over
   */
  public Dataset<Row> embed(Dataset<Row> photos) {
    boolean labelled = Arrays.asList(photos.columns()).contains("label");
    List<Column> columns = new ArrayList<>(List.of(PhotoBytes.columns(photos)));
    columns.add((labelled ? col("label").cast("string") : lit("")).as("label"));
    Dataset<EmbeddedPhoto> embedded =
        photos
            .select(columns.toArray(new Column[0]))
            .mapPartitions(
                new EmbedRows(PhotoBytes.of(photos), TrunkOnExecutors.of(trunk)),
                Encoders.bean(EmbeddedPhoto.class));
    return labelled
        ? embedded.select("path", "label", "id", "embedding", "error")
        : embedded.select("path", "id", "embedding", "error");
  }

  /**
   * Embeds a folder of class folders into shards. Only what their manifest does not have is read: a
   * photo whose path, length and time are known is not. One that is known by its content, as after
   * a move, is read but not embedded, and its record under a path that is gone is dropped.
   *
   * @param photos the folder, as a URI that Hadoop knows
   * @param output the directory of the shards, made if need be; one run at a time
   * @throws InvalidInputException if the photos or what is in the output cannot be used, or an
   *     executor does not have the trunk
   * @throws IOException if the job fails; what was complete stays for the next run
   */
  public Result write(SparkSession spark, String photos, String output) throws IOException {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    ShardStore store = new ShardStore(files, files.qualified(output));
    // First: what is wrong with the output is known at once, and listing takes its time.
    Optional<ShardManifest> earlier = opened(store);
    return run(store, PhotoTable.ofFolder(spark, files, photos)).carryOut(earlier);
  }

  /**
   * Embeds a table's photos into shards, as the other method does.
   *
   * @param photos a row each, with {@code path} and {@code label} (the class's name); where it has
   *     {@code length} and {@code modificationTime}, as {@code binaryFile} has, the files need not
   *     be looked up
   */
  public Result write(Dataset<Row> photos, String output) throws IOException {
    HadoopFiles files = new HadoopFiles(photos.sparkSession().sparkContext().hadoopConfiguration());
    ShardStore store = new ShardStore(files, files.qualified(output));
    Optional<ShardManifest> earlier = opened(store);
    return run(store, PhotoTable.ofTable(photos, files)).carryOut(earlier);
  }

  private EmbeddingRun run(ShardStore store, PhotoTable photos) {
    return new EmbeddingRun(trunk, shards, store, photos);
  }

  private Optional<ShardManifest> opened(ShardStore store) throws IOException {
    Optional<ShardManifest> earlier = store.open();
    if (earlier.isPresent() && !earlier.get().trunk().equals(trunk.identity())) {
      throw new InvalidInputException(
          store.directory()
              + (": found embeddings of trunk " + earlier.get().trunk())
              + (", expected those of " + trunk.identity() + ": write to another folder"));
    }
    return earlier;
  }

  /** Large shards, but enough of them for each core to have two. */
  static int parts(long photos, int cores) {
    long large = ceil(photos, PHOTOS_A_SHARD);
    long busy = Math.min(2L * cores, ceil(photos, FEWEST_A_SHARD));
    return (int) Math.max(large, busy);
  }

  private static long ceil(long a, int b) {
    return (a + b - 1) / b;
  }
}
