package dev.flowers.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is not a whole image of a supported format, or is larger than the pixel limit. */
public final class UnreadableImageException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  UnreadableImageException(String name, String found, String expected) {
    this(name, found, expected, null);
  }

  UnreadableImageException(String name, String found, String expected, @Nullable Throwable cause) {
    super(name + ": " + reason(found, expected), cause);
    this.reason = reason(found, expected);
  }

  /** What was found and what was expected, without the file's name. */
  public String reason() {
    return reason;
  }

  private static String reason(String found, String expected) {
    return "found " + found + ", expected " + expected;
  }
}
