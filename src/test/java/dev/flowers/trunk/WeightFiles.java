package dev.flowers.trunk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The fixtures: vgg16.npy with all channels divided by 128, made by numpy. */
final class WeightFiles {
  /** py2 has all layers, as the public file; the others end with fc6. */
  static final List<String> STYLES = List.of("py2", "py3", "py4", "tuple", "dict");

  /** Computed by a Python program with zlib and hashlib from the same file. */
  static final String FINGERPRINT =
      "14d4f68076e9547fe0107d5916555ab2ace088577079dc2e36a54465fe8ce6ec";

  private WeightFiles() {}

  static byte[] bytes(String style) {
    try (InputStream in =
        Objects.requireNonNull(
            WeightFiles.class.getResourceAsStream("vgg16-" + style + ".npy"), style)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Path copy(String style, Path directory) throws IOException {
    return Files.write(directory.resolve("vgg16-" + style + ".npy"), bytes(style));
  }

  /** Where {@code text} starts in {@code bytes}, read as Latin-1, at or after {@code from}. */
  static int find(byte[] bytes, String text, int from) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
    if (at < 0) {
      throw new AssertionError(text + " is not in the fixture");
    }
    return at;
  }

  /** Puts {@code replacement} over the first {@code text} at or after {@code from}. */
  static byte[] patch(byte[] bytes, int from, String text, String replacement) {
    byte[] patched = bytes.clone();
    byte[] over = replacement.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(over, 0, patched, find(bytes, text, from), over.length);
    return patched;
  }
}
