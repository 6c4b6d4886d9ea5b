package dev.flowers.serving;

import java.util.Locale;
import java.util.Map;

/**
 * A request whose body has arrived.
 *
 * @param model the path's model name; empty if it has none
 * @param version the path's version; empty if it has none
 * @param headers by their names in lower case
 * @param body the bytes; empty for GET
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not copied: it is up to 16 MiB
record Call(String model, String version, Map<String, String> headers, byte[] body) {
  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }
}
