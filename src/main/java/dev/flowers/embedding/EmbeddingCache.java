package dev.flowers.embedding;

import dev.flowers.storage.Home;
import dev.flowers.trunk.ConvertedTrunk;
import java.nio.charset.StandardCharsets;
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
  /**
   * Returns the TFRecord of a folder, whether it is there or not. Its name has the folder's name
   * for people, and a hash of the folder's place to tell folders of one name apart.
   *
   * @param photos the folder
   * @param trunk the trunk that makes the embeddings
   * @param augmentation what else is embedded; each has a file of its own, so that both stay known
   */
  public Path file(Path photos, ConvertedTrunk trunk, Augmentation augmentation) {
    Path folder = photos.toAbsolutePath().normalize();
    CRC32 place = new CRC32();
    place.update(folder.toString().getBytes(StandardCharsets.UTF_8));
    String suffix =
        augmentation == Augmentation.NONE ? "" : "-" + augmentation.name().toLowerCase(Locale.ROOT);
    return home.embeddings()
        .resolve(
            String.format(
                Locale.ROOT,
                "%s-%s-%s%s.tfrecord",
                folder.getFileName(),
                HexFormat.of().toHexDigits((int) place.getValue()),
                trunk.fingerprint().substring(0, 8),
                suffix));
  }
}
