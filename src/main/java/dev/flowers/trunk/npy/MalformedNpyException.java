package dev.flowers.trunk.npy;

import java.io.IOException;

/** A file that is not what numpy writes, or that asks for more than arrays. */
public final class MalformedNpyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  MalformedNpyException(long offset, String problem) {
    super("at byte " + offset + ": " + problem);
    this.offset = offset;
  }

  /** Where in the file the trouble starts, in bytes from its beginning. */
  public long offset() {
    return offset;
  }
}
