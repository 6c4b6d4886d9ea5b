package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Where a home keeps embeddings: a TFRecord for each folder of photos, trunk and augmentation.
 *
 * @param home the home
 */
public record EmbeddingCache(Home home) {
  /** Java's text of a path has it where the JVM's encoding cannot read a byte of the name. */
  private static final String REPLACEMENT = "\uFFFD";

  /**
   * Returns the TFRecord of a folder, whether it is there or not. Its name has the folder's name
   * for people, and a hash of the folder's place to tell folders of one name apart.
   *
   * @param photos the folder
   * @param trunk the trunk that makes the embeddings; each precision has a file of its own
   * @param augmentation what else is embedded; each has a file of its own, so that both stay known
   */
  public Path file(Path photos, Trunk trunk, Augmentation augmentation) {
    String suffix =
        (trunk.precision() == Precision.FLOAT32 ? "" : "-" + trunk.precision())
            + (augmentation == Augmentation.NONE
                ? ""
                : "-" + augmentation.name().toLowerCase(Locale.ROOT));
    return home.embeddings()
        .resolve(
            String.format(
                Locale.ROOT,
                "%s%s%s.tfrecord",
                prefix(photos),
                trunk.fingerprint().substring(0, 8),
                suffix));
  }

  /** Returns with what the names of a folder's TFRecords begin. */
  public static String prefix(Path photos) {
    Path folder = photos.toAbsolutePath().normalize();
    CRC32 place = new CRC32();
    place.update(bytes(folder));
    return name(folder) + "-" + HexFormat.of().toHexDigits((int) place.getValue()) + "-";
  }

  /** The same bytes of the same folder, whatever encoding the JVM has for file names. */
  private static byte[] bytes(Path folder) {
    String text = folder.toString();
    // Only Unix has file names that are no text; a URI has their bytes, as %C3%A9.
    return isLossy(text)
        ? URLDecoder.decode(
                folder.toUri().getRawPath().replaceFirst("/$", "").replace("+", "%2B"), ISO_8859_1)
            .getBytes(ISO_8859_1)
        : text.getBytes(UTF_8);
  }

  /** The folder's own name, as far as this JVM can name a file so; a root has none. */
  private static String name(Path folder) {
    Path name = folder.getFileName();
    return name == null ? "root" : name.toString().replace(REPLACEMENT, "_");
  }

  private static boolean isLossy(String text) {
    return text.contains(REPLACEMENT);
  }
}
