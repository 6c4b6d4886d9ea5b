package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.download.DownloadProgress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/**
 * The streams of one run; what is written is UTF-8, whatever the locale.
 *
 * @param in standard input
 * @param out results
 * @param told what a command did: standard output, too
 * @param err errors and progress
 * @param interactive whether a person watches, so that a bar may be redrawn in place
 * @param colour whether what is written may be coloured
 * @param quiet whether to keep to results and errors
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream told,
    PrintStream err,
    boolean interactive,
    boolean colour,
    boolean quiet) {

  /** Without colour, and not quiet. */
  Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    this(in, out, out, err, interactive, false, false);
  }

  @SuppressWarnings("SystemConsoleNull") // the property has Java 22 to 24 answer as all others do
  static Terminal standard() {
    if (System.getProperty("jdk.console") == null) {
      System.setProperty("jdk.console", "java.base");
    }
    PrintStream out = CheckedOutput.over(new FileOutputStream(FileDescriptor.out));
    return new Terminal(
        System.in,
        out,
        out,
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.console() != null,
        colour(System.getenv()),
        false);
  }

  /** Colour, unless {@code NO_COLOR} is set to anything, as https://no-color.org asks. */
  static boolean colour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** The same, keeping to results and errors. */
  Terminal silenced() {
    return new Terminal(in, out, told, err, interactive, colour, true);
  }

  /** The same, with standard output left to the result alone. */
  Terminal talkingToErr() {
    return new Terminal(in, err, err, err, interactive, colour, quiet);
  }

  /**
   * The same for a log: with the time in front of each line of what is told and of each error.
   * Results stay as they are, for programs. A terminal gets no times.
   */
  Terminal stamped(Clock clock) {
    return interactive
        ? this
        : new Terminal(
            in,
            out,
            StampedLines.over(told, clock),
            StampedLines.over(err, clock),
            false,
            colour,
            quiet);
  }

  /** Tells what was done, a line; nothing when quiet. */
  void say(String format, Object... arguments) {
    if (!quiet) {
      told.println(String.format(Locale.ROOT, format, arguments));
    }
  }

  /** Prints a line of what was asked for, quiet or not. */
  void result(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  /**
   * Progress of a long task: a bar with rate and time left for a person, a line now and then for a
   * log, nothing when quiet.
   *
   * @param unit what is counted, in the plural: {@code " photos"}, {@code " MB"}
   * @param unitSize how many steps make one unit
   */
  Progress progress(String unit, long unitSize) {
    if (quiet) {
      return DownloadProgress.silent();
    }
    return interactive
        ? new BarProgress(err, colour, unit, unitSize)
        : new LineProgress(err, unit, unitSize);
  }
}
