package dev.flowers.spark;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;

/** Runs jobs, and says in one sentence why one failed. */
final class ClusterJob {
  /** Spark passes an executor's exception on as text. */
  private static final Pattern OURS =
      Pattern.compile(Pattern.quote(ExecutorException.class.getName()) + ": ([^\\n]+)");

  private static final Pattern LOST = Pattern.compile("ExecutorLostFailure \\(([^\\n]*)\\)");

  private ClusterJob() {}

  /** A call of Spark, whose Scala code throws these, and does not declare them. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws SparkException, AnalysisException;
  }

  /**
   * Runs a job.
   *
   * @throws InvalidInputException if an executor cannot work with what it was given
   * @throws IOException if the job failed otherwise
   */
  static <T> T run(Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (SparkException e) {
      throw explained(e);
    } catch (AnalysisException e) {
      // A path that has gone, a column that is not there. The plan of the query stands behind it.
      throw new IOException(firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  private static IOException explained(SparkException failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause).append('\n');
    }
    String said = all.toString();
    Matcher ours = OURS.matcher(said);
    if (ours.find()) {
      return new InvalidInputException(ours.group(1), failure);
    }
    Matcher lost = LOST.matcher(said);
    if (lost.find()) {
      return new IOException(
          "executor: found it lost again and again ("
              + lost.group(1)
              + "), expected memory for the engine beside Java's heap: give more by"
              + " spark.executor.memoryOverhead, 2g or more",
          failure);
    }
    if (said.contains("OutOfMemoryError")) {
      return new IOException(
          "executor: found no more heap, expected about 100 MB a task and batch of 64 photos:"
              + " give more by spark.executor.memory",
          failure);
    }
    return new IOException(firstLine(said), failure);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("the job failed");
  }
}
