package dev.flowers.image;

import java.nio.file.FileSystemException;

/**
 * The memory that Java was given does not suffice to decode an image, which may be fine. With more
 * of it, or when less is decoded at the same time, it can be read.
 */
public final class ImageMemoryException extends FileSystemException {

  private static final long serialVersionUID = 1L;

  private static final long MEGABYTE = 1 << 20;

  ImageMemoryException(String name, String found, OutOfMemoryError cause) {
    super(
        name,
        null,
        "found "
            + found
            + ", too much for Java's memory of "
            + Runtime.getRuntime().maxMemory() / MEGABYTE
            + " MB; expected more of it: start Java with a larger -Xmx");
    initCause(cause);
  }
}
