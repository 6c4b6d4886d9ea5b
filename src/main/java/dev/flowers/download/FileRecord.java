package dev.flowers.download;

import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.StaleFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  private static final JsonFormat<FileRecord> JSON =
      JsonFormat.of(FileRecord.class, 1).orUnnumbered();

  static Path beside(Path target) {
    return target.resolveSibling(target.getFileName() + ".json");
  }

  static long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  void write(Path target) throws IOException {
    JSON.write(beside(target), this);
  }

  /** Nothing if there is no record, or none that is of use: then the file itself is read. */
  static Optional<FileRecord> read(Path target) throws IOException {
    try {
      return Optional.of(JSON.read(beside(target)));
    } catch (NoSuchFileException | MalformedFileException | StaleFileException e) {
      return Optional.empty();
    }
  }
}
