package dev.flowers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another JVM with the test's class path, for what shows only in a process of its own. */
public final class JavaProcess {
  private JavaProcess() {}

  /** What a process left behind; standard error is in the output, too. */
  public record Outcome(int exitCode, String output) {}

  /** A process builder for {@code main} with the given JVM options, and no inherited settings. */
  public static ProcessBuilder builder(
      String classPath, Class<?> main, List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("TF_") || name.startsWith("DJL_"));
    environment.remove("OPT_OUT_TRACKING");
    environment.remove("FLOWERS_HOME");
    return builder;
  }

  /** The class path of this test. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Runs to the end, at most {@code seconds}; then the process is killed and the test fails. */
  public static Outcome run(ProcessBuilder builder, long seconds)
      throws IOException, InterruptedException {
    // Into a file: whoever reads from a pipe waits for its end, however long that takes.
    Path output = Files.createTempFile("output", ".txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "still running after " + seconds + " s:\n" + Files.readString(output));
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(output);
    }
  }
}
