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
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** A run of {@link SparkEmbedder#write}: finds what the shards lack, and adds it. For one call. */
final class EmbeddingRun {
  private final Trunk trunk;
  private final int shards;
  private final ShardStore store;
  private final PhotoTable photos;
  private final SparkSession spark;
  private final int cores;

  /**
   * A run.
   *
   * @param shards how many it writes; 0 for as many as suit
   * @param store where to
   * @param photos all that are wanted
   */
  EmbeddingRun(Trunk trunk, int shards, ShardStore store, PhotoTable photos) {
    this.trunk = trunk;
    this.shards = shards;
    this.store = store;
    this.photos = photos;
    this.spark = photos.rows().sparkSession();
    this.cores = spark.sparkContext().defaultParallelism();
  }

  SparkEmbedder.Result carryOut(Optional<ShardManifest> earlier) throws IOException {
    ShardManifest before = earlier.isPresent() ? earlier.get() : empty();
    checkClasses(before);
    ShardManifest recovered = recover(before);
    Dataset<Row> wanted = photos.labelled(recovered.classes());
    return recovered.shards().isEmpty()
        ? first(wanted, recovered)
        : further(wanted, recovered, recovered.count() - before.count());
  }

  private SparkEmbedder.Result first(Dataset<Row> wanted, ShardManifest manifest)
      throws IOException {
    List<EmbeddingAttempt> written = embed(wanted, photos.count(), manifest);
    return result(store.commit(manifest, true, written), written, List.of(), 0);
  }

  private SparkEmbedder.Result further(Dataset<Row> wanted, ShardManifest manifest, long recovered)
      throws IOException {
    KnownPhotos known = KnownPhotos.of(spark, store.directory(), manifest.shards());
    Dataset<Row> missing = known.missing(wanted).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> moved =
        known.moved(missing, store.files(), 2 * cores).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long missingCount = count(missing);
      long movedCount = missingCount == 0 ? 0 : count(moved);
      Dataset<Row> outdated = known.changed(wanted);
      // A table may be a part of all photos; a folder has them all.
      if (!photos.folder().isEmpty()) {
        outdated = outdated.union(known.replaced(wanted, moved));
      }
      ShardManifest current = stillSkipped(without(outdated.distinct(), manifest), wanted, missing);
      List<EmbeddingAttempt> reused = reuse(moved, movedCount, current);
      Dataset<Row> names = moved.selectExpr("name as moved_name");
      List<EmbeddingAttempt> written =
          embed(
              missing.join(names, col("name").equalTo(col("moved_name")), "left_anti"),
              missingCount - movedCount,
              current);
      List<EmbeddingAttempt> all = new ArrayList<>(reused);
      all.addAll(written);
      boolean same = all.isEmpty() && current.equals(manifest);
      ShardManifest after = same ? manifest : store.commit(current, false, all);
      return result(after, written, reused, recovered);
    } finally {
      moved.unpersist();
      missing.unpersist();
    }
  }

  private SparkEmbedder.Result result(
      ShardManifest after,
      List<EmbeddingAttempt> written,
      List<EmbeddingAttempt> reused,
      long recovered) {
    Set<String> processes = new TreeSet<>();
    written.forEach(attempt -> processes.add(attempt.process()));
    return new SparkEmbedder.Result(
        after.count(),
        written.stream().mapToLong(attempt -> attempt.shard().count()).sum(),
        reused.stream().mapToLong(attempt -> attempt.shard().count()).sum(),
        recovered,
        written.stream().mapToLong(attempt -> attempt.shard().skipped()).sum(),
        photos.unused(),
        processes);
  }

  private static long count(Dataset<Row> rows) throws IOException {
    return ClusterJob.run(rows::count);
  }

  private ShardManifest empty() throws InvalidInputException {
    if (photos.classes().size() < 2) {
      throw new InvalidInputException(
          (photos.folder().isEmpty() ? "photos" : photos.folder())
              + ": found the classes "
              + photos.classes()
              + ", expected at least two, each a folder or label with photos");
    }
    return new ShardManifest(
        trunk.identity(), trunk.width(), photos.classes(), 1, List.of(), List.of());
  }

  private void checkClasses(ShardManifest manifest) throws InvalidInputException {
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
  private ShardManifest recover(ShardManifest manifest) throws IOException {
    List<EmbeddingAttempt> usable = new ArrayList<>();
    for (EmbeddingAttempt attempt : store.finished()) {
      if (attempt.belongsWith(photos.folder(), trunk.identity(), manifest.classes())) {
        usable.add(attempt);
      }
    }
    if (!usable.isEmpty()) {
      // An executor that outlived its driver may have come too late.
      Set<String> late = late(manifest, usable);
      usable.removeIf(attempt -> late.contains(attempt.shard().index().name()));
    }
    if (usable.isEmpty()) {
      store.clear();
      return manifest;
    }
    return store.commit(manifest, manifest.shards().isEmpty(), usable);
  }

  /** The attempts with a photo that the manifest or an earlier attempt has. */
  private Set<String> late(ShardManifest manifest, List<EmbeddingAttempt> attempts)
      throws IOException {
    List<Shard> written = attempts.stream().map(EmbeddingAttempt::shard).toList();
    Dataset<Row> found = KnownPhotos.of(spark, store.attempts(), written).rows();
    Dataset<Row> all = found.select("name", "shard");
    if (!manifest.shards().isEmpty()) {
      Dataset<Row> held = KnownPhotos.of(spark, store.directory(), manifest.shards()).rows();
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

  /** The manifest without some records: {@code shard} and {@code row} of each. */
  private static ShardManifest without(Dataset<Row> outdated, ShardManifest manifest)
      throws IOException {
    Map<String, TreeSet<Integer>> records = new HashMap<>();
    for (Row row : ClusterJob.run(outdated::collectAsList)) {
      records.computeIfAbsent(row.getString(0), shard -> new TreeSet<>()).add(row.getInt(1));
    }
    if (records.isEmpty()) {
      return manifest;
    }
    List<Shard> left = new ArrayList<>();
    for (Shard shard : manifest.shards()) {
      TreeSet<Integer> dropped = new TreeSet<>(shard.dropped());
      dropped.addAll(records.getOrDefault(shard.index().name(), new TreeSet<>()));
      left.add(
          new Shard(
              shard.records(),
              shard.index(),
              shard.count(),
              shard.skipped(),
              List.copyOf(dropped)));
    }
    return with(manifest, left, manifest.skipped());
  }

  private static ShardManifest with(
      ShardManifest manifest, List<Shard> shards, List<ShardManifest.SkippedPhoto> skipped) {
    return new ShardManifest(
        manifest.trunk(), manifest.width(), manifest.classes(), manifest.run(), shards, skipped);
  }

  /** Without the skipped photos that are tried again, and those that a folder has no more. */
  private ShardManifest stillSkipped(
      ShardManifest manifest, Dataset<Row> wanted, Dataset<Row> missing) throws IOException {
    if (manifest.skipped().isEmpty()) {
      return manifest;
    }
    List<String> paths =
        manifest.skipped().stream().map(ShardManifest.SkippedPhoto::path).distinct().toList();
    Dataset<Row> skipped = spark.createDataset(paths, Encoders.STRING()).toDF("skipped");
    Dataset<Row> left =
        skipped.join(missing, skipped.col("skipped").equalTo(missing.col("name")), "left_anti");
    if (!photos.folder().isEmpty()) {
      left = left.join(wanted, left.col("skipped").equalTo(wanted.col("name")), "left_semi");
    }
    Dataset<Row> still = left;
    Set<String> names = new HashSet<>();
    ClusterJob.run(still::collectAsList).forEach(row -> names.add(row.getString(0)));
    return with(
        manifest,
        manifest.shards(),
        manifest.skipped().stream().filter(photo -> names.contains(photo.path())).toList());
  }

  private List<EmbeddingAttempt> embed(Dataset<Row> missing, long count, ShardManifest manifest)
      throws IOException {
    if (count == 0) {
      return List.of();
    }
    int parts = shards > 0 ? shards : SparkEmbedder.parts(count, cores);
    return attempts(
        missing.repartition(parts),
        new EmbeddingTask(target(manifest), TrunkOnExecutors.of(trunk)),
        count);
  }

  private List<EmbeddingAttempt> reuse(Dataset<Row> moved, long count, ShardManifest manifest)
      throws IOException {
    if (count == 0) {
      return List.of();
    }
    int parts = (int) ((count - 1) / SparkEmbedder.PHOTOS_A_SHARD) + 1;
    // A shard is copied once by each task that reads it.
    Dataset<Row> byShard =
        moved.repartition(parts, col("shard")).sortWithinPartitions("shard", "row");
    return attempts(byShard, new ReuseTask(target(manifest), store.directory().toString()), count);
  }

  private AttemptTarget target(ShardManifest manifest) throws IOException {
    store.files().system(store.directory()).mkdirs(store.attempts());
    return new AttemptTarget(
        store.files(),
        store.attempts().toString(),
        UUID.randomUUID().toString().substring(0, 8),
        photos.folder(),
        trunk.identity(),
        manifest.classes());
  }

  private static List<EmbeddingAttempt> attempts(
      Dataset<Row> rows, MapPartitionsFunction<Row, String> task, long count) throws IOException {
    List<EmbeddingAttempt> written = new ArrayList<>();
    long done = 0;
    for (String answer :
        ClusterJob.run(() -> rows.mapPartitions(task, Encoders.STRING()).collectAsList())) {
      EmbeddingAttempt attempt =
          EmbeddingAttempt.JSON.parse(java.nio.file.Path.of("attempt"), answer);
      written.add(attempt);
      done += attempt.shard().count() + attempt.shard().skipped();
    }
    if (done != count) {
      throw new IOException(
          "photos: found "
              + done
              + " in the shards, expected "
              + count
              + ": they changed while they were read; run again");
    }
    return written;
  }
}
