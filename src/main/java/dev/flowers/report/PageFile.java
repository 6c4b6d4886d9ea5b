package dev.flowers.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a page from replacing a file that is none, such as a photo or somebody's table. */
public final class PageFile {
  /** What says in a page's head that this program made it. */
  static final String GENERATOR = "flowers-vgg16";

  /** It stands at the beginning of the head. */
  private static final int HEAD_BYTES = 1000;

  private PageFile() {}

  /**
   * Refuses a place where a page would replace what is no page of this program.
   *
   * @throws InvalidInputException if there is such a file, or a directory; an empty file is none
   * @throws IOException if the file cannot be read
   */
  public static void check(Path file) throws IOException {
    if (Files.exists(file) && !isOne(file)) {
      throw new InvalidInputException(
          file
              + ": found something else than a page that flowers wrote, expected the name of a new"
              + " file, or such a page, which is replaced");
    }
  }

  private static boolean isOne(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD_BYTES), UTF_8);
      return head.isEmpty() || head.contains("name=\"generator\" content=\"" + GENERATOR + "\"");
    }
  }
}
