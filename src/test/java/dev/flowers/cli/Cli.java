package dev.flowers.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the command line in this process.
 *
 * @param exitCode what the process would have ended with
 * @param out standard output
 * @param err standard error
 */
record Cli(int exitCode, String out, String err) {

  static Cli run(Path home, Object... arguments) {
    return run(new ByteArrayInputStream(new byte[0]), home, arguments);
  }

  static Cli run(InputStream in, Path home, Object... arguments) {
    List<Object> words = new ArrayList<>(List.of(arguments));
    words.addAll(1, List.of("--home", home));
    return run(in, words);
  }

  /** For what needs no home. */
  static Cli runBare(Object... arguments) {
    return run(new ByteArrayInputStream(new byte[0]), List.of(arguments));
  }

  private static Cli run(InputStream in, List<Object> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        FlowersCommand.run(
            new Terminal(in, stream(out), stream(err), false),
            words.stream().map(Object::toString).toArray(String[]::new));
    return new Cli(exitCode, plain(out), plain(err));
  }

  /**
   * Without a terminal there is nothing in it that moves a cursor; a CSV's lines end as they do.
   */
  private static String plain(ByteArrayOutputStream bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    if (text.contains("\u001B") || text.replace("\r\n", "\n").contains("\r")) {
      throw new AssertionError(
          "found an escape code or a carriage return, expected lines: " + text);
    }
    return text;
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
