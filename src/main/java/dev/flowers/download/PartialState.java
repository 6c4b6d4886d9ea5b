package dev.flowers.download;

import java.io.IOException;
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
    FlatJson json = new FlatJson().put("address", address);
    etag.ifPresent(tag -> json.put("etag", tag));
    lastModified.ifPresent(date -> json.put("lastModified", date));
    total.ifPresent(bytes -> json.put("total", bytes));
    json.write(file);
  }

  static Optional<PartialState> read(Path file) throws IOException {
    return FlatJson.read(file)
        .flatMap(
            json ->
                json.text("address")
                    .map(
                        address ->
                            new PartialState(
                                address,
                                json.text("etag"),
                                json.text("lastModified"),
                                json.number("total"))));
  }
}
