package dev.flowers.spark;

import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Reads photos, and returns for each its id with its name behind it. One that cannot be read is
 * left out: embedding it will say why.
 */
final class IdTask implements MapPartitionsFunction<Row, String> {
  private static final long serialVersionUID = 1;

  /** How long an id is: a SHA-256 in hexadecimal digits. */
  static final int LENGTH = 64;

  private final HadoopFiles files;

  IdTask(HadoopFiles files) {
    this.files = files;
  }

  @Override
  public Iterator<String> call(Iterator<Row> rows) {
    List<String> ids = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      try {
        byte[] bytes = files.bytes(row.getString(PhotoTable.PATH));
        ids.add(new Sha256().update(ByteBuffer.wrap(bytes)).hex() + row.getString(PhotoTable.NAME));
      } catch (IOException e) {
        // As said above.
      }
    }
    return ids.iterator();
  }
}
