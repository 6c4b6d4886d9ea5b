package dev.flowers.download;

import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.StaleFileException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the bytes in a partial file are the beginning of.
 *
 * @param address where they came from
 * @param etag the server's name for this state of the file
 * @param lastModified its date, as the server wrote it
 * @param total the length of the whole file in bytes
 */
record PartialState(
    String address, Optional<String> etag, Optional<String> lastModified, OptionalLong total) {
  private static final JsonFormat<Stored> JSON = JsonFormat.of(Stored.class, 1).orUnnumbered();

  /** The same with "" and -1 for what the server did not say. */
  private record Stored(
      String address,
      @JsonFormat.Default("\"\"") String etag,
      @JsonFormat.Default("\"\"") String lastModified,
      @JsonFormat.Default("-1") long total) {}

  /**
   * What to send as {@code If-Range}: a weak tag may stand for differing bytes, and must not be
   * sent (RFC 9110, section 13.1.5).
   */
  Optional<String> validator() {
    return etag.filter(tag -> !tag.startsWith("W/")).or(() -> lastModified);
  }

  PartialState withTotal(long bytes) {
    return new PartialState(address, etag, lastModified, OptionalLong.of(bytes));
  }

  void write(Path file) throws IOException {
    JSON.write(
        file, new Stored(address, etag.orElse(""), lastModified.orElse(""), total.orElse(-1)));
  }

  /** Nothing if it was not written down, or nothing of use: then the download begins anew. */
  static Optional<PartialState> read(Path file) throws IOException {
    try {
      Stored stored = JSON.read(file);
      return Optional.of(
          new PartialState(
              stored.address,
              Optional.of(stored.etag).filter(tag -> !tag.isEmpty()),
              Optional.of(stored.lastModified).filter(date -> !date.isEmpty()),
              stored.total < 0 ? OptionalLong.empty() : OptionalLong.of(stored.total)));
    } catch (NoSuchFileException | MalformedFileException | StaleFileException e) {
      return Optional.empty();
    }
  }
}
