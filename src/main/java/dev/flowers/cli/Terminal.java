package dev.flowers.cli;

import ai.djl.util.Progress;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The streams of one run.
 *
 * @param in standard input
 * @param out results and what a command did
 * @param err errors and progress
 * @param interactive whether a person watches, so that a bar may be redrawn in place
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {

  static Terminal standard() {
    return new Terminal(System.in, System.out, System.err, System.console() != null);
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
    return interactive ? new BarProgress(err, unit, unitSize) : new LineProgress(err, unit, unitSize);
  }
}
