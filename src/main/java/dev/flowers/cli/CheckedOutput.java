package dev.flowers.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output whose write errors end the command instead of being ignored. */
final class CheckedOutput extends FilterOutputStream {
  private CheckedOutput(OutputStream out) {
    super(out);
  }

  /** A stream of UTF-8 text, whose methods throw {@link OutputStreamException}. */
  static PrintStream over(OutputStream out) {
    return new PrintStream(new CheckedOutput(out), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new OutputStreamException(e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new OutputStreamException(e);
    }
  }
}
