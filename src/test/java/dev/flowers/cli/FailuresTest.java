package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
  /** What the failure made the command line say, and its exit code. */
  private record Said(int exitCode, String err) {}

  @Test
  void aFileThatFailedInsideAStreamIsNamedLikeAnyOther() {
    assertEquals(
        new Said(1, "fail: x.tfrecord: access denied\n"),
        fail(new UncheckedIOException(new AccessDeniedException("x.tfrecord"))));
    assertEquals(
        new Said(2, "fail: x.jpg: no such file or folder\n"),
        fail(new UncheckedIOException(new NoSuchFileException("x.jpg"))));
    assertEquals(
        new Said(1, "fail: disk full\n"),
        fail(new UncheckedIOException(new IOException("disk full"))));
  }

  @Test
  void anUnexpectedErrorSaysHowToLearnMore() {
    Said said = fail(new IllegalStateException("odd"));
    assertEquals(1, said.exitCode());
    assertTrue(said.err().contains("This is an unexpected error; --verbose"), said.err());
  }

  @Command(name = "fail")
  private record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  private static Said fail(Exception failure) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(InputStream.nullInputStream(), stream, stream, false);
    int exitCode =
        new CommandLine(new Failing(failure))
            .setExecutionExceptionHandler(new Failures(() -> terminal, () -> false))
            .execute();
    return new Said(
        exitCode, err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
  }
}
