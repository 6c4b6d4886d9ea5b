package dev.flowers.spark;

import dev.flowers.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone cluster on loopback: a master and workers of one core each, as processes, from the
 * Spark that is on the test's class path. Closing it ends what it started.
 */
final class StandaloneCluster implements AutoCloseable {
  /** Not Spark's: what our own jar has to bring. */
  private static final List<String> OURS =
      List.of(
          "/ai/djl/",
          "/org/tensorflow/",
          "/org/bytedeco/",
          "/com/google/code/gson/",
          "/com/google/protobuf/",
          "/com/twelvemonkeys/",
          "/io/jhdf/",
          "/info/picocli/",
          "/org/eclipse/jetty/",
          "/flowers-vgg16-",
          "/commons-csv/",
          "/commons-compress/");

  /** Processes of some seconds on few cores start sooner with the first compiler alone. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Path home;
  private final String master;
  private final List<Process> workers = new ArrayList<>();
  private final Process masterProcess;

  StandaloneCluster(Path home, int workerCount) throws IOException, InterruptedException {
    this.home = home;
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String entry :
        Pattern.compile(File.pathSeparator).splitAsStream(JavaProcess.classPath()).toList()) {
      Path jar = Path.of(entry);
      String unix = entry.replace('\\', '/');
      if (entry.endsWith(".jar") && OURS.stream().noneMatch(unix::contains)) {
        Path link = jars.resolve(jar.getFileName());
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, jar.toAbsolutePath());
        }
      }
    }
    int port = freePort();
    master = "spark://127.0.0.1:" + port;
    masterProcess =
        start(
            "org.apache.spark.deploy.master.Master",
            "master.log",
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--webui-port",
            "0");
    awaitText("master.log", "New state: ALIVE");
    for (int i = 0; i < workerCount; i++) {
      workers.add(
          start(
              "org.apache.spark.deploy.worker.Worker",
              "worker" + i + ".log",
              "--host",
              "127.0.0.1",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--webui-port",
              "0",
              "--work-dir",
              home.resolve("work" + i).toString(),
              master));
    }
  }

  /** Workers start while the test prepares its photos. */
  private void awaitWorkers() throws IOException, InterruptedException {
    for (int i = 0; i < workers.size(); i++) {
      awaitText("worker" + i + ".log", "Successfully registered with master");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private ProcessBuilder spark(String main, String heap, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(SHORT_LIVED);
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(List.of("-cp", home.resolve("jars") + "/*", main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder;
  }

  private Process start(String main, String log, String... arguments) throws IOException {
    return spark(main, "256m", List.of(arguments))
        .redirectOutput(home.resolve(log).toFile())
        .start();
  }

  private void awaitText(String log, String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.readString(home.resolve(log)).contains(text)) {
      if (System.nanoTime() > end) {
        close();
        throw new AssertionError(
            "no \"" + text + "\" in " + log + ":\n" + Files.readString(home.resolve(log)));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** A submission of a jar, to be started. */
  ProcessBuilder submission(Path jar, String... arguments)
      throws IOException, InterruptedException {
    awaitWorkers();
    List<String> all =
        new ArrayList<>(
            List.of(
                "--master",
                master,
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.executor.memory=600m",
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.executor.extraJavaOptions=" + String.join(" ", SHORT_LIVED),
                "--conf",
                "spark.sql.shuffle.partitions=2",
                jar.toString()));
    all.addAll(List.of(arguments));
    return spark("org.apache.spark.deploy.SparkSubmit", "512m", all);
  }

  /** The executors that run now. */
  List<ProcessHandle> executors() {
    return workers.stream().flatMap(worker -> worker.toHandle().children()).toList();
  }

  /** What executors have logged. */
  List<String> executorLogs() throws IOException {
    List<String> logs = new ArrayList<>();
    try (DirectoryStream<Path> works = Files.newDirectoryStream(home, "work*[0-9]")) {
      for (Path work : works) {
        try (Stream<Path> files = Files.walk(work)) {
          for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
            logs.add(Files.readString(file));
          }
        }
      }
    }
    return logs;
  }

  @Override
  public void close() throws InterruptedException {
    executors().forEach(ProcessHandle::destroyForcibly);
    for (Process worker : workers) {
      worker.destroyForcibly().waitFor();
    }
    masterProcess.destroyForcibly().waitFor();
  }
}
