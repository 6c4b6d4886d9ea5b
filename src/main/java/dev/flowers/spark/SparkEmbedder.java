package dev.flowers.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import dev.flowers.embedding.ShardManifest;
import dev.flowers.embedding.ShardManifest.Shard;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.Trunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

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
  private static final int PHOTOS_A_SHARD = 2048;
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
   * @param recovered how many a killed run had embedded
   * @param skipped how many this run could not read; the index says why
   * @param unused how many files of the folder are in no class folder
   * @param processes in which processes the tasks ran, and how many trunks each has opened
   */
  public record Result(
      long photos,
      long embedded,
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
   * Embeds photos without writing anything: {@code path}, {@code id}, {@code embedding} (an array
   * of floats) and {@code error}. Lazy, as all of Spark's data sets.
   *
   * @param photos a row each, with {@code path}, and perhaps its {@code content}; other columns are
   *     passed over
   */
  public Dataset<Row> embed(Dataset<Row> photos) {
    return photos
        .select(PhotoBytes.columns(photos))
        .mapPartitions(
            new EmbedRows(PhotoBytes.of(photos), TrunkOnExecutors.of(trunk)),
            Encoders.bean(EmbeddedPhoto.class))
        .select("path", "id", "embedding", "error");
  }

  /**
   * Embeds a folder of class folders into shards. Only what their manifest does not have is read; a
   * photo whose length or time has changed is embedded again.
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
    return write(spark, store, earlier, PhotoTable.ofFolder(spark, files, photos));
  }

  /**
   * Embeds a table's photos into shards, as the other method does.
   *
   * @param photos a row each, with {@code path} and {@code label} (the class's name); where it has
   *     {@code length} and {@code modificationTime}, as {@code binaryFile} has, the files need not
   *     be looked up
   */
  public Result write(Dataset<Row> photos, String output) throws IOException {
    SparkSession spark = photos.sparkSession();
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    ShardStore store = new ShardStore(files, files.qualified(output));
    Optional<ShardManifest> earlier = opened(store);
    return write(spark, store, earlier, PhotoTable.ofTable(photos, files));
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

  private Result write(
      SparkSession spark, ShardStore store, Optional<ShardManifest> earlier, PhotoTable photos)
      throws IOException {
    ShardManifest manifest = earlier.isPresent() ? earlier.get() : empty(photos);
    checkClasses(manifest, photos, store);
    long before = manifest.count();
    ShardManifest recovered = recover(spark, store, manifest, photos);
    Dataset<Row> wanted = photos.labelled(recovered.classes());
    ShardManifest current = recovered;
    Dataset<Row> missing = wanted;
    long count = photos.count();
    if (!recovered.shards().isEmpty()) {
      Dataset<Row> known = KnownPhotos.of(spark, store.directory(), recovered.shards());
      current = withoutChanged(known, wanted, recovered);
      missing = missing(wanted, known).persist(StorageLevel.MEMORY_AND_DISK());
      count = count(missing);
    }
    List<EmbeddingAttempt> written =
        count == 0 ? List.of() : run(spark, store, photos, current, missing, count);
    missing.unpersist();
    boolean changed =
        !written.isEmpty() || !current.equals(recovered) || recovered.shards().isEmpty();
    ShardManifest after =
        changed ? store.commit(current, current.shards().isEmpty(), written) : current;
    return new Result(
        after.count(),
        written.stream().mapToLong(attempt -> attempt.shard().count()).sum(),
        recovered.count() - before,
        written.stream().mapToLong(attempt -> attempt.shard().skipped()).sum(),
        photos.unused(),
        processes(written));
  }

  private static long count(Dataset<Row> rows) throws IOException {
    return ClusterJob.run(rows::count);
  }

  private static Dataset<Row> missing(Dataset<Row> wanted, Dataset<Row> known) {
    return wanted.join(
        known,
        wanted
            .col("name")
            .equalTo(known.col("name"))
            .and(wanted.col("length").equalTo(known.col("length")))
            .and(wanted.col("modified").equalTo(known.col("modified")))
            .and(wanted.col("label").equalTo(known.col("label"))),
        "left_anti");
  }

  private ShardManifest empty(PhotoTable photos) throws InvalidInputException {
    if (photos.classes().size() < 2) {
      throw new InvalidInputException(
          (photos.folder().isEmpty() ? "photos" : photos.folder())
              + ": found the classes "
              + photos.classes()
              + ", expected at least two, each a folder or label with photos");
    }
    return new ShardManifest(trunk.identity(), trunk.width(), photos.classes(), 1, List.of());
  }

  private static void checkClasses(ShardManifest manifest, PhotoTable photos, ShardStore store)
      throws InvalidInputException {
    List<String> others = new ArrayList<>(photos.classes());
    others.removeAll(manifest.classes());
    if (!others.isEmpty()) {
      throw new InvalidInputException(
          store.directory()
              + (": found embeddings of the classes " + manifest.classes())
              + (", expected " + others + ", too, which the photos have: write to another folder"));
    }
  }

  /** Takes over what a killed driver's tasks had completed. */
  private ShardManifest recover(
      SparkSession spark, ShardStore store, ShardManifest manifest, PhotoTable photos)
      throws IOException {
    List<EmbeddingAttempt> usable = new ArrayList<>();
    for (EmbeddingAttempt attempt : store.finished()) {
      if (attempt.belongsWith(photos.folder(), trunk.identity(), manifest.classes())) {
        usable.add(attempt);
      }
    }
    if (!usable.isEmpty()) {
      // An executor that outlived its driver may have come too late.
      Set<String> late = late(spark, store, manifest, usable);
      usable.removeIf(attempt -> late.contains(attempt.shard().index().name()));
    }
    if (usable.isEmpty()) {
      store.clear();
      return manifest;
    }
    return store.commit(manifest, manifest.shards().isEmpty(), usable);
  }

  /** The attempts with a photo that the manifest or an earlier attempt has. */
  private static Set<String> late(
      SparkSession spark, ShardStore store, ShardManifest manifest, List<EmbeddingAttempt> attempts)
      throws IOException {
    List<Shard> shards = attempts.stream().map(EmbeddingAttempt::shard).toList();
    Dataset<Row> found = KnownPhotos.of(spark, store.attempts(), shards);
    Dataset<Row> all = found.select("name", "shard");
    if (!manifest.shards().isEmpty()) {
      Dataset<Row> held = KnownPhotos.of(spark, store.directory(), manifest.shards());
      all = all.union(held.selectExpr("name", "'' as shard"));
    }
    Dataset<Row> first = all.groupBy("name").agg(min("shard").as("first"));
    Dataset<Row> twice =
        found
            .join(first, "name")
            .where(col("first").notEqual(col("shard")))
            .select("shard")
            .distinct();
    Set<String> late = new HashSet<>();
    ClusterJob.run(twice::collectAsList).forEach(row -> late.add(row.getString(0)));
    return late;
  }

  /** Drops the records of photos that are other ones now. */
  private static ShardManifest withoutChanged(
      Dataset<Row> known, Dataset<Row> wanted, ShardManifest manifest) throws IOException {
    Dataset<Row> changed =
        known
            .join(wanted, known.col("name").equalTo(wanted.col("name")))
            .where(
                known
                    .col("length")
                    .notEqual(wanted.col("length"))
                    .or(known.col("modified").notEqual(wanted.col("modified")))
                    .or(known.col("label").notEqual(wanted.col("label"))))
            .where(known.col("row").geq(0))
            .select(known.col("shard"), known.col("row"))
            .distinct();
    Map<String, TreeSet<Integer>> rows = new HashMap<>();
    for (Row row : ClusterJob.run(changed::collectAsList)) {
      rows.computeIfAbsent(row.getString(0), shard -> new TreeSet<>()).add(row.getInt(1));
    }
    if (rows.isEmpty()) {
      return manifest;
    }
    List<Shard> shards = new ArrayList<>();
    for (Shard shard : manifest.shards()) {
      TreeSet<Integer> dropped = new TreeSet<>(shard.dropped());
      dropped.addAll(rows.getOrDefault(shard.index().name(), new TreeSet<>()));
      shards.add(
          new Shard(
              shard.records(),
              shard.index(),
              shard.count(),
              shard.skipped(),
              List.copyOf(dropped)));
    }
    return new ShardManifest(
        manifest.trunk(), manifest.width(), manifest.classes(), manifest.run(), shards);
  }

  private List<EmbeddingAttempt> run(
      SparkSession spark,
      ShardStore store,
      PhotoTable photos,
      ShardManifest manifest,
      Dataset<Row> missing,
      long count)
      throws IOException {
    store.files().system(store.directory()).mkdirs(store.attempts());
    EmbeddingTask task =
        new EmbeddingTask(
            store.files(),
            TrunkOnExecutors.of(trunk),
            store.attempts().toString(),
            UUID.randomUUID().toString().substring(0, 8),
            photos.folder(),
            manifest.classes());
    int parts = shards > 0 ? shards : parts(count, spark.sparkContext().defaultParallelism());
    List<String> answers =
        ClusterJob.run(
            () ->
                missing.repartition(parts).mapPartitions(task, Encoders.STRING()).collectAsList());
    List<EmbeddingAttempt> written = new ArrayList<>();
    long embedded = 0;
    for (String answer : answers) {
      EmbeddingAttempt attempt =
          EmbeddingAttempt.JSON.parse(java.nio.file.Path.of("attempt"), answer);
      written.add(attempt);
      embedded += attempt.shard().count() + attempt.shard().skipped();
    }
    if (embedded != count) {
      throw new IOException(
          "photos: found "
              + embedded
              + " in the shards, expected "
              + count
              + ": they changed while they were read; run again");
    }
    return written;
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

  private static Set<String> processes(List<EmbeddingAttempt> written) {
    Set<String> processes = new TreeSet<>();
    written.forEach(attempt -> processes.add(attempt.process()));
    return processes;
  }
}
