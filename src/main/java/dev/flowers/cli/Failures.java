package dev.flowers.cli;

import dev.flowers.dataset.PhotoFolderException;
import dev.flowers.download.ArchiveException;
import dev.flowers.head.DivergedException;
import dev.flowers.storage.FileErrors;
import dev.flowers.tfrecord.CorruptRecordException;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.zoo.ModelUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one line what went wrong, and gives the exit code for it. */
final class Failures implements IExecutionExceptionHandler {
  private final Terminal terminal;
  private final boolean verbose;

  Failures(Terminal terminal, boolean verbose) {
    this.terminal = terminal;
    this.verbose = verbose;
  }

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine commandLine, ParseResult parseResult) {
    // Streams and DJL's datasets cannot throw an IOException as it is.
    Exception exception =
        thrown instanceof UncheckedIOException && thrown.getCause() instanceof IOException cause
            ? cause
            : thrown;
    String command = commandLine.getCommandSpec().qualifiedName();
    terminal.err().println(command + ": " + message(exception));
    if (verbose) {
      thrown.printStackTrace(terminal.err());
    } else if (unforeseen(exception)) {
      terminal.err().println("This should not have happened; --verbose shows where it did.");
    }
    return wrongInput(exception) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean wrongInput(Exception exception) {
    return exception instanceof PhotoFolderException
        || exception instanceof ArchiveException
        || exception instanceof MalformedWeightsException
        || exception instanceof CorruptRecordException
        || exception instanceof ModelUnavailableException
        || exception instanceof WrongInputException
        || exception instanceof IllegalArgumentException
        || exception instanceof NoSuchFileException;
  }

  private static boolean unforeseen(Exception exception) {
    return exception instanceof RuntimeException
        && !(exception instanceof IllegalArgumentException)
        && !(exception instanceof DivergedException);
  }

  private static String message(Exception exception) {
    if (exception instanceof IOException failure) {
      return FileErrors.message(failure);
    }
    String message = exception.getMessage();
    return message == null ? exception.toString() : message;
  }
}
