package dev.flowers.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a complete file was when it came, in {@code target.json} beside it: the only checksum there
 * is where none is published, and the reason why a large file need not be read on every run.
 *
 * @param address where it came from
 * @param size its length in bytes
 * @param sha256 the SHA-256 of its bytes
 * @param modified its modification time, in milliseconds since 1970
 */
record FileRecord(String address, long size, String sha256, long modified) {

  static Path beside(Path target) {
    return target.resolveSibling(target.getFileName() + ".json");
  }

  static long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  void write(Path target) throws IOException {
    new FlatJson()
        .put("address", address)
        .put("size", size)
        .put("sha256", sha256)
        .put("modified", modified)
        .write(beside(target));
  }

  static Optional<FileRecord> read(Path target) throws IOException {
    FlatJson json = FlatJson.read(beside(target)).orElseGet(FlatJson::new);
    if (json.text("address").isEmpty()
        || json.number("size").isEmpty()
        || json.text("sha256").isEmpty()
        || json.number("modified").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FileRecord(
            json.text("address").get(),
            json.number("size").getAsLong(),
            json.text("sha256").get(),
            json.number("modified").getAsLong()));
  }
}
