package dev.flowers.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.JavaProcess;
import dev.flowers.storage.FileTree;
import dev.flowers.trunk.store.TrunkStore;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/**
 * A process with the options of Java that Spark wants, in which commands of {@link SparkMain} run
 * on two threads. A line in is a command, its words between tabs; a line out is what it said.
 */
final class LocalSpark implements AutoCloseable {
  private static final String LINE_FEED = "\u0001";

  private final Process process;
  private final BufferedReader replies;
  private final Path log;

  /**
   * What a command said.
   *
   * @param exitCode as of a process
   * @param text on both streams
   */
  record Reply(int exitCode, String text) {}

  LocalSpark(Path directory) throws IOException {
    log = Files.createTempFile(directory, "spark", ".log");
    List<String> options = new ArrayList<>(List.of("-Xmx700m", "-XX:TieredStopAtLevel=1"));
    options.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    options.addAll(
        List.of(
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.sql.shuffle.partitions=1",
            // Compiling each query, and starting it stage by stage, is for more photos than these.
            "-Dspark.sql.codegen.wholeStage=false",
            "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
            "-Dspark.sql.adaptive.enabled=false",
            "-Dspark.hadoop.fs.gate.impl=" + GateFileSystem.class.getName()));
    process =
        JavaProcess.builder(JavaProcess.classPath(), LocalSpark.class, options, List.of())
            .redirectErrorStream(false)
            .redirectError(log.toFile())
            .start();
    replies = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Begins a command. */
  void begin(String... words) throws IOException {
    process.getOutputStream().write((String.join("\t", words) + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  Reply run(String... words) throws IOException {
    begin(words);
    String line = replies.readLine();
    if (line == null) {
      throw new AssertionError("Spark has ended:\n" + Files.readString(log));
    }
    String[] reply = line.split("\t", 2);
    return new Reply(Integer.parseInt(reply[0]), reply[1].replace(LINE_FEED, "\n").strip());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The process. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      PrintStream both = new PrintStream(said, true, UTF_8);
      String[] words = line.split("\t");
      int code =
          switch (words[0]) {
            case "trunk-goes" -> embedWithoutItsTrunk(words, both);
            case "tables" -> SparkTables.run(words, both);
            default -> SparkMain.run(words, both, both);
          };
      out.println(code + "\t" + said.toString(UTF_8).replace("\n", LINE_FEED));
    }
  }

  /** As on an executor that has another trunk than the driver, or none. */
  private static int embedWithoutItsTrunk(String[] words, PrintStream out) throws IOException {
    Path trunk = Path.of(words[1]);
    SparkEmbedder embedder = SparkEmbedder.of(TrunkStore.read(trunk));
    FileTree.delete(trunk);
    if (words.length > 4) {
      Files.move(Path.of(words[4]), trunk);
    }
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      embedder.write(spark, words[2], words[3]);
      return 0;
    } catch (IOException e) {
      out.println(e.getMessage() + Arrays.toString(e.getSuppressed()));
      return 2;
    }
  }
}
