package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class ClusterJobTest {
  private static final String ABORTED =
      "Job aborted due to stage failure: Task 3 in stage 4.0 failed 4 times, most recent failure:"
          + " Lost task 3.3 in stage 4.0 (TID 17) (10.0.0.7 executor 2): ";

  @Test
  void anExecutorThatIsKilledForItsMemoryIsToldWithTheSetting() {
    assertEquals(
        "executor: found it lost again and again (executor 2 exited caused by one of the running"
            + " tasks), expected memory for the engine beside Java's heap: give more by"
            + " spark.executor.memoryOverhead, 2g or more",
        message(
            "ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason:"
                + " Container killed by YARN for exceeding physical memory limits. 2.6 GB of 2.5"
                + " GB physical memory used.\nDriver stacktrace:\n\tat org.apache.spark.x(Y.java)"));
  }

  @Test
  void heapThatRunsOutIsToldWithTheSetting() {
    assertEquals(
        "executor: found no more heap, expected about 100 MB a task and batch of 64 photos: give"
            + " more by spark.executor.memory",
        message("java.lang.OutOfMemoryError: Java heap space\n\tat dev.flowers.x(Y.java)"));
  }

  @Test
  void whatAnExecutorCannotWorkWithIsInvalidInput() {
    IOException thrown =
        thrown(
            ExecutorException.class.getName()
                + ": executor 2 on 10.0.0.7: found trunk a, expected b\n\tat dev.flowers.x(Y.java)");
    assertEquals(
        "executor 2 on 10.0.0.7: found trunk a, expected b",
        assertInstanceOf(InvalidInputException.class, thrown).getMessage());
  }

  private static String message(String reason) {
    return String.valueOf(thrown(reason).getMessage());
  }

  private static IOException thrown(String reason) {
    return assertThrows(
        IOException.class,
        () ->
            ClusterJob.run(
                () -> {
                  throw new SparkException(ABORTED + reason);
                }));
  }
}
