package dev.flowers.cli;

import ai.djl.util.Progress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The streams of one run; what is written is UTF-8, whatever the locale.
 *
 * @param in standard input
 * @param out results and what a command did
 * @param err errors and progress
 * @param interactive whether a person watches, so that a bar may be redrawn in place
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {

  @SuppressWarnings("SystemConsoleNull") // the property has Java 22 to 24 answer as all others do
  static Terminal standard() {
    System.setProperty("jdk.console", "java.base");
    return new Terminal(
        System.in,
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.console() != null);
  }

  /** Tells what was done, a line. */
  void say(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  /**
   * Progress of a long task: a bar with rate and time left for a person, a line now and then for a
   * log.
   *
   * @param unit what is counted, in the plural: {@code " photos"}, {@code " MB"}
   * @param unitSize how many steps make one unit
   */
  Progress progress(String unit, long unitSize) {
    return interactive
        ? new BarProgress(err, unit, unitSize)
        : new LineProgress(err, unit, unitSize);
  }
}
