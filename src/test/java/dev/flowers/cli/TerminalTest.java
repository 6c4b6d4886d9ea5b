package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.Progress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final String ESCAPE = "\u001b[";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void noColorIsHonouredUnlessEmpty() {
    assertFalse(Terminal.colour(Map.of("NO_COLOR", "1")));
    assertFalse(Terminal.colour(Map.of("NO_COLOR", "0")));
    assertTrue(Terminal.colour(Map.of("NO_COLOR", "")));
    assertTrue(Terminal.colour(Map.of()));
  }

  @Test
  void barsAreColouredOnlyWhereColourIsWelcome() {
    progress(terminal(true, true, false));
    assertTrue(text(err).contains(ESCAPE + "33m"), text(err));
    err.reset();
    progress(terminal(true, false, false));
    assertTrue(text(err).contains("counting"), text(err));
    assertFalse(text(err).contains(ESCAPE), text(err));
  }

  @Test
  void helpIsColouredOnlyWhereColourIsWelcome() {
    System.setProperty("picocli.ansi", "true"); // as on a screen
    try {
      FlowersCommand.run(terminal(true, true, false), "--help");
      assertTrue(text(out).contains(ESCAPE), text(out));
      out.reset();
      FlowersCommand.run(terminal(true, false, false), "--help");
      assertTrue(text(out).contains("Usage"), text(out));
      assertFalse(text(out).contains(ESCAPE), text(out));
    } finally {
      System.clearProperty("picocli.ansi");
    }
  }

  @Test
  void lettersOfOptionsMayStandTogether() {
    // A home without a model has nothing to say but how to make one.
    String logLevel = "org.slf4j.simpleLogger.defaultLogLevel";
    System.clearProperty(logLevel);
    try {
      FlowersCommand.run(terminal(false, false, false), "models", "-vq", "--home", "nowhere");
      assertEquals("", text(out));
      assertEquals("debug", System.getProperty(logLevel));
      System.setProperty(logLevel, "warn");
      FlowersCommand.run(terminal(false, false, false), "models", "-vq", "--home", "nowhere");
      assertEquals("warn", System.getProperty(logLevel), "what the user has set stays");
    } finally {
      System.clearProperty(logLevel);
    }
  }

  @Test
  void quietKeepsToResultsAndErrors() {
    Terminal quiet = terminal(true, true, false).silenced();
    quiet.say("done in %d s", 3);
    progress(quiet);
    quiet.result("%d photos", 5);
    quiet.err().println("broken");
    assertEquals("5 photos", text(out).strip());
    assertEquals("broken", text(err).strip());
  }

  @Test
  void talkLeavesStandardOutputToTheResult() {
    Terminal terminal = terminal(false, false, false);
    terminal.talkingToErr().say("measuring");
    assertEquals("", text(out));
    assertEquals("measuring", text(err).strip());
    terminal.silenced().talkingToErr().say("measuring");
    assertEquals("measuring", text(err).strip(), "quiet stays quiet");
  }

  private static void progress(Terminal terminal) {
    Progress progress = terminal.progress(" photos", 1);
    progress.reset("counting", 10);
    progress.update(5);
    progress.end();
  }

  private Terminal terminal(boolean interactive, boolean colour, boolean quiet) {
    PrintStream printed = stream(out);
    return new Terminal(
        InputStream.nullInputStream(), printed, printed, stream(err), interactive, colour, quiet);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
