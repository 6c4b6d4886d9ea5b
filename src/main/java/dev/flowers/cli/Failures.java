package dev.flowers.cli;

import dev.flowers.head.DivergedException;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.MissingDependencyException;
import dev.flowers.tfrecord.CorruptRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints an error in one line and maps it to an exit code. */
final class Failures implements IExecutionExceptionHandler {
  private final Supplier<Terminal> streams;
  private final BooleanSupplier verbose;

  /** Asks for both when something fails: they depend on the arguments, which are parsed later. */
  Failures(Supplier<Terminal> streams, BooleanSupplier verbose) {
    this.streams = streams;
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
    Terminal terminal = streams.get();
    if (exception instanceof OutputStreamException e) {
      return ofOutput(e, terminal);
    }
    String command = commandLine.getCommandSpec().qualifiedName();
    terminal.err().println(command + ": " + message(exception));
    if (verbose.getAsBoolean()) {
      thrown.printStackTrace(terminal.err());
    } else if (unexpected(exception)) {
      terminal.err().println("This is an unexpected error; --verbose prints its stack trace.");
    }
    return isWrongInput(exception) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }

  /** Nobody reads on: the command ends, and says why unless the reader just closed the pipe. */
  static int ofOutput(OutputStreamException failure, Terminal terminal) {
    if (!failure.isClosedPipe()) {
      terminal.err().println("flowers: " + failure.getMessage());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean isWrongInput(Exception exception) {
    return exception instanceof InvalidInputException
        || exception instanceof CorruptRecordException
        || exception instanceof FileAlreadyExistsException
        || exception instanceof NoSuchFileException;
  }

  private static boolean unexpected(Exception exception) {
    return exception instanceof RuntimeException && !isExpected(exception);
  }

  private static String message(Exception exception) {
    if (exception instanceof IOException failure) {
      return FileErrors.message(failure);
    }
    return isExpected(exception) ? String.valueOf(exception.getMessage()) : exception.toString();
  }

  private static boolean isExpected(Exception exception) {
    return exception instanceof DivergedException
        || exception instanceof MissingDependencyException;
  }
}
