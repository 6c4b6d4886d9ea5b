package dev.flowers.embedding;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;

/**
 * A line of a shard's index: a photo as it was when it was embedded.
 *
 * @param path within the folder of photos
 * @param length of its file, in bytes
 * @param modified when the file was last written, in milliseconds from 1970
 * @param label the index of its class
 * @param id the SHA-256 of its bytes; empty if they could not be read, which may go well another
 *     time
 * @param fault why it has no record; empty if it has one
 */
public record PhotoEntry(
    String path, long length, long modified, int label, String id, String fault) {
  /**
   * The line, in JSON, with a line feed at its end.
   *
   * @param row the number of its record in the shard, from 0; -1 if it has none
   */
  String line(int row) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.beginObject();
    json.name("path").value(path);
    json.name("length").value(length);
    json.name("modified").value(modified);
    json.name("label").value(label);
    json.name("row").value(row);
    json.name("id").value(id);
    json.name("fault").value(fault);
    json.endObject();
    return text.append('\n').toString();
  }
}
