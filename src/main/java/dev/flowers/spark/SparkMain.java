package dev.flowers.spark;

import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** What {@code spark-submit} runs: {@code embed} and {@code classify}. */
public final class SparkMain {
  private static final String USAGE =
      """
      embed    --photos URI --trunk DIR --out URI [--precision float32|bfloat16] [--shards N]
      classify --photos URI --model NAME[:VERSION] --out URI [--home DIR]
               [--precision float32|bfloat16] [--format parquet|json]""";

  private static final String CORES = "spark.executor.cores";
  private static final String THREADS = "spark.executorEnv.TF_NUM_INTRAOP_THREADS";
  private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";
  private static final String PROCESSORS = "-XX:ActiveProcessorCount=";

  private SparkMain() {}

  /** Runs a command; a failure is one sentence, and exit code 1, or 2 for what was given. */
  public static void main(String[] args) {
    int code = run(args, System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      Arguments arguments = Arguments.parse(args);
      out.println(arguments.command.equals("embed") ? embed(arguments) : classify(arguments));
      return 0;
    } catch (InvalidInputException e) {
      err.println("flowers: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("flowers: " + FileErrors.message(e));
      return 1;
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Spark's own settings, and a context that has ended.
      err.println("flowers: " + e.getMessage());
      return 1;
    }
  }

  private static String embed(Arguments arguments) throws IOException {
    arguments.allow(Set.of("photos", "trunk", "out", "precision", "shards"));
    String photos = arguments.required("photos");
    String output = arguments.required("out");
    Trunk trunk = TrunkStore.read(Path.of(arguments.required("trunk"))).in(arguments.precision());
    SparkEmbedder embedder = SparkEmbedder.of(trunk);
    Optional<String> shards = arguments.optional("shards");
    if (shards.isPresent()) {
      embedder = embedder.withShards(Arguments.number("shards", shards.get()));
    }
    try (SparkSession spark = session("flowers embed")) {
      SparkEmbedder.Result result = embedder.write(spark, photos, output);
      StringBuilder text = new StringBuilder();
      result.processes().stream().sorted().forEach(process -> text.append(process).append('\n'));
      return text
          + String.format(
              Locale.ROOT,
              "%s: %d photos, %d of them embedded now, %d found under other paths,"
                  + " %d by a run that was killed; %d skipped, %d unused",
              output,
              result.photos(),
              result.embedded(),
              result.reused(),
              result.recovered(),
              result.skipped(),
              result.unused());
    }
  }

  private static String classify(Arguments arguments) throws IOException {
    arguments.allow(Set.of("photos", "model", "home", "out", "precision", "format"));
    String photos = arguments.required("photos");
    String output = arguments.required("out");
    String format = arguments.optional("format").orElse("parquet");
    if (!Set.of("parquet", "json").contains(format)) {
      throw new InvalidInputException("--format: found " + format + ", expected parquet or json");
    }
    Home home =
        arguments.optional("home").map(dir -> new Home(Path.of(dir))).orElseGet(Home::standard);
    SparkClassifier classifier =
        SparkClassifier.of(
            home, arguments.required("model"), arguments.precision().orElseGet(Precision::best));
    try (SparkSession spark = session("flowers classify")) {
      HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
      if (!files.exists(files.qualified(photos))) {
        throw new InvalidInputException(photos + ": found no such folder, expected photos");
      }
      prepareOutput(files, output);
      PhotoListing listing = PhotoListing.ofTree(files, files.qualified(photos));
      int parts = SparkEmbedder.parts(listing.count(), spark.sparkContext().defaultParallelism());
      Dataset<Row> answers =
          classifier.classify(listing.rows(spark).repartition(Math.max(1, parts)));
      ClusterJob.run(
          () -> {
            answers.write().mode(SaveMode.ErrorIfExists).format(format).save(output);
            return true;
          });
      return String.format(Locale.ROOT, "%s: answers to %d files", output, listing.count());
    }
  }

  /**
   * Refuses an output that exists, but not one in which a killed driver's tasks have completed
   * nothing: that is deleted.
   */
  private static void prepareOutput(HadoopFiles files, String output) throws IOException {
    org.apache.hadoop.fs.Path folder = files.qualified(output);
    FileSystem system = files.system(folder);
    Optional<FileStatus> found = files.status(folder);
    if (found.isEmpty()) {
      return;
    }
    if (!found.get().isDirectory()) {
      throw new InvalidInputException(
          output + ": found a file, expected a new folder for the answers");
    }
    for (FileStatus child : system.listStatus(folder)) {
      String name = child.getPath().getName();
      if (!name.equals(FileOutputCommitter.PENDING_DIR_NAME)) {
        throw new InvalidInputException(
            output + ": found that it has " + name + ", expected a new folder for the answers");
      }
    }
    system.delete(folder, true);
  }

  /**
   * On each executor the engine gets as many threads as the executor has cores: TensorFlow by a
   * variable, ONNX Runtime and the decoders by what Java says of the machine.
   */
  private static SparkSession session(String name) throws IOException {
    SparkConf settings = new SparkConf();
    if (settings.contains(CORES) && !settings.contains(THREADS)) {
      settings.set(THREADS, settings.get(CORES));
    }
    String options = settings.get(JAVA_OPTIONS, "");
    if (settings.contains(CORES) && !options.contains(PROCESSORS)) {
      settings.set(JAVA_OPTIONS, (options + " " + PROCESSORS + settings.get(CORES)).strip());
    }
    settings.setIfMissing("spark.app.name", name);
    return ClusterJob.run(() -> SparkSession.builder().config(settings).getOrCreate());
  }

  /** The command, and its options. */
  private record Arguments(String command, Map<String, String> options) {
    static Arguments parse(String[] args) throws InvalidInputException {
      if (args.length == 0 || !Set.of("embed", "classify").contains(args[0])) {
        throw new InvalidInputException(
            "command: found "
                + (args.length == 0 ? "none" : args[0])
                + ", expected one of\n"
                + USAGE);
      }
      Map<String, String> options = new HashMap<>();
      for (int i = 1; i < args.length; i += 2) {
        if (!args[i].startsWith("--") || i + 1 == args.length) {
          throw new InvalidInputException(
              args[i] + ": found no option with a value, expected\n" + USAGE);
        }
        options.put(args[i].substring(2), args[i + 1]);
      }
      return new Arguments(args[0], options);
    }

    void allow(Set<String> names) throws InvalidInputException {
      for (String name : options.keySet()) {
        if (!names.contains(name)) {
          throw new InvalidInputException(
              "--" + name + ": found an unknown option of " + command + ", expected\n" + USAGE);
        }
      }
    }

    String required(String name) throws InvalidInputException {
      String value = options.get(name);
      if (value == null) {
        throw new InvalidInputException("--" + name + ": found none, expected\n" + USAGE);
      }
      return value;
    }

    Optional<String> optional(String name) {
      return Optional.ofNullable(options.get(name));
    }

    Optional<Precision> precision() throws InvalidInputException {
      String name = options.get("precision");
      if (name == null) {
        return Optional.empty();
      }
      for (Precision precision : Precision.values()) {
        if (precision.toString().equals(name)) {
          return Optional.of(precision);
        }
      }
      throw new InvalidInputException(
          "--precision: found " + name + ", expected float32 or bfloat16");
    }

    static int number(String option, String text) throws InvalidInputException {
      try {
        int number = Integer.parseInt(text);
        if (number > 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Refused below.
      }
      throw new InvalidInputException(
          "--" + option + ": found " + text + ", expected a number from 1");
    }
  }
}
