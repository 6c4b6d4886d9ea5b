package dev.flowers.spark;

import dev.flowers.embedding.ShardManifest;
import dev.flowers.embedding.ShardManifest.Shard;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.StaleFileException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory of shards, on any file system that Hadoop knows. For the driver; one run at a time.
 *
 * <p>Tasks write into {@code _attempts}, under names of their own. To add shards, the driver first
 * writes down what it is going to do ({@code _attempts/commit.json}), then renames the attempts'
 * files, then replaces the manifest. A driver that is killed in between is taken up by the next
 * one. So no file system needs to rename in one step.
 *
 * @param files the file systems
 * @param directory the directory
 */
record ShardStore(HadoopFiles files, Path directory) {
  private static final String PLAN = "commit.json";
  private static final JsonFormat<Plan> PLAN_JSON = JsonFormat.of(Plan.class, 2);
  private static final String RECORDS = ".tfrecord";
  private static final String INDEX = ".index.jsonl";

  /**
   * What is to be done.
   *
   * @param manifest the manifest that is to be
   * @param moves the files that it names and that are still attempts
   */
  record Plan(ShardManifest manifest, List<Move> moves) {
    Plan {
      moves = List.copyOf(moves);
    }
  }

  /**
   * A file to be renamed.
   *
   * @param from its name in the attempts' directory
   * @param to its name
   */
  record Move(String from, ShardManifest.StoredFile to) {}

  /** What the TFRecord is called whose index has this name. */
  static String records(String index) {
    return index.substring(0, index.length() - INDEX.length()) + RECORDS;
  }

  Path attempts() {
    return new Path(directory, "_attempts");
  }

  private Path plan() {
    return new Path(attempts(), PLAN);
  }

  private Path manifestFile() {
    return new Path(directory, ShardManifest.FILE);
  }

  /**
   * Ends what a killed driver had begun, and reads the manifest.
   *
   * @return empty if there is none yet
   * @throws InvalidInputException if something else is in the directory
   */
  Optional<ShardManifest> open() throws IOException {
    if (files.status(directory).filter(FileStatus::isFile).isPresent()) {
      throw new InvalidInputException(directory + ": found a file, expected a folder for shards");
    }
    if (files.exists(plan())) {
      try {
        carryOut(PLAN_JSON.parse(java.nio.file.Path.of(PLAN), files.text(plan())));
      } catch (MalformedFileException e) {
        files.system(plan()).delete(plan(), false); // not written whole, so nothing was moved
      }
    }
    if (files.exists(manifestFile())) {
      return Optional.of(
          ShardManifest.parse(
              java.nio.file.Path.of(ShardManifest.FILE), files.text(manifestFile())));
    }
    for (FileStatus child : children(directory)) {
      String name = child.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".")) {
        throw new InvalidInputException(
            directory
                + (": found " + name + " but no " + ShardManifest.FILE)
                + ", expected an empty folder or one that an earlier run has made");
      }
    }
    return Optional.empty();
  }

  /** The attempts that were complete when their driver ended, one of each partition. */
  List<EmbeddingAttempt> finished() throws IOException {
    TreeMap<String, EmbeddingAttempt> found = new TreeMap<>();
    for (FileStatus child : children(attempts())) {
      Path file = child.getPath();
      if (!file.getName().endsWith(".json") || file.getName().startsWith("_")) {
        continue;
      }
      try {
        EmbeddingAttempt attempt =
            EmbeddingAttempt.JSON.parse(java.nio.file.Path.of(file.getName()), files.text(file));
        if (isWhole(attempt.shard().records()) && isWhole(attempt.shard().index())) {
          found.putIfAbsent(
              String.format(Locale.ROOT, "%s %09d", attempt.run(), attempt.partition()), attempt);
        }
      } catch (MalformedFileException | StaleFileException e) {
        // Killed while it wrote, or of another version of this program.
      }
    }
    return List.copyOf(found.values());
  }

  private boolean isWhole(ShardManifest.StoredFile file) throws IOException {
    return files
        .status(new Path(attempts(), file.name()))
        .filter(status -> status.getLen() == file.bytes())
        .isPresent();
  }

  /**
   * Adds shards, and drops the attempts that nobody wants.
   *
   * @param before the manifest so far; its classes and trunk stay
   * @param first whether there was none yet
   * @param written the attempts whose shards are added
   * @return the manifest from now on
   */
  ShardManifest commit(ShardManifest before, boolean first, List<EmbeddingAttempt> written)
      throws IOException {
    int run = first ? before.run() : before.run() + 1;
    List<Shard> shards = new ArrayList<>(before.shards());
    List<Move> moves = new ArrayList<>();
    List<ShardManifest.SkippedPhoto> skipped = new ArrayList<>(before.skipped());
    for (int i = 0; i < written.size(); i++) {
      Shard attempt = written.get(i).shard();
      String name =
          String.format(
              Locale.ROOT,
              "part%s-%05d-of-%05d",
              run == 1 ? "" : String.valueOf(run),
              i,
              written.size());
      Shard shard =
          new Shard(
              attempt.records().named(name + RECORDS),
              attempt.index().named(name + INDEX),
              attempt.count(),
              attempt.skipped(),
              attempt.dropped());
      moves.add(new Move(attempt.records().name(), shard.records()));
      moves.add(new Move(attempt.index().name(), shard.index()));
      shards.add(shard);
      skipped.addAll(written.get(i).skipped());
    }
    ShardManifest after =
        new ShardManifest(before.trunk(), before.width(), before.classes(), run, shards, skipped);
    Plan plan = new Plan(after, moves);
    files.system(directory).mkdirs(attempts());
    writePlan(plan);
    carryOut(plan);
    return after;
  }

  /** From here on another driver can end the commit. */
  void writePlan(Plan plan) throws IOException {
    files.replace(plan(), PLAN_JSON.text(plan));
  }

  private void carryOut(Plan plan) throws IOException {
    FileSystem system = files.system(directory);
    for (Move move : plan.moves()) {
      Path from = new Path(attempts(), move.from());
      Path to = new Path(directory, move.to().name());
      if (system.exists(from)) {
        system.delete(to, false); // half a copy, where a rename is one
        if (!system.rename(from, to)) {
          throw new IOException(from + ": cannot be renamed to " + to);
        }
      } else if (files.status(to).filter(is -> is.getLen() == move.to().bytes()).isEmpty()) {
        throw new IOException(
            to
                + ": found no such file, expected "
                + move.to().bytes()
                + " bytes that a killed run had written: delete "
                + plan()
                + " and run again");
      }
    }
    files.replace(manifestFile(), plan.manifest().text());
    system.delete(attempts(), true);
  }

  /** Drops the attempts of earlier runs. */
  void clear() throws IOException {
    files.system(directory).delete(attempts(), true);
  }

  private List<FileStatus> children(Path folder) throws IOException {
    try {
      return List.of(files.system(folder).listStatus(folder));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
