package dev.flowers.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The WebP files that webp_pictures.py wrote. */
final class WebpBytes {

  /** In the order of their pixels in webp_pictures.rgb. */
  static final List<String> NAMES =
      List.of(
          "animated",
          "lossless",
          "lossless_alpha",
          "lossless_palette",
          "lossless_turned",
          "lossy",
          "lossy_alpha",
          "lossy_filtered",
          "lossy_stored_alpha");

  private WebpBytes() {}

  static byte[] named(String name) {
    return resource(name + ".webp");
  }

  static byte[] resource(String file) {
    try (InputStream in = Objects.requireNonNull(WebpBytes.class.getResourceAsStream(file), file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
