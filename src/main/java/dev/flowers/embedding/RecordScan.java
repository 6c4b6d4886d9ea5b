package dev.flowers.embedding;

import dev.flowers.dataset.ClassNames;
import dev.flowers.storage.Quantity;
import dev.flowers.storage.Sha256;
import dev.flowers.tfrecord.CorruptRecordException;
import dev.flowers.tfrecord.TfRecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.LongPredicate;

/** Reads files of embeddings from end to end, verifies each record, and adds it to a table. */
final class RecordScan {
  /** What is asked of each record beyond a well-formed label and code. */
  interface LabelCheck {
    /**
     * Looks at one record.
     *
     * @return what was expected, if the record is refused; empty if it is fine
     */
    String expected(int label, String className);
  }

  /** Says which records are passed over. */
  interface Dropped {
    boolean test(int file, long record);
  }

  // A class index beyond it is no class index; it bounds what a crafted file can make us allocate.
  static final int MAX_CLASSES = 65_536;

  private final RecordTable table;
  private final RecordStore store;
  private final LabelCheck check;
  private final ExampleLayout layout = new ExampleLayout();
  private final FiniteCheck finite = new FiniteCheck();

  RecordScan(RecordTable table, RecordStore store, LabelCheck check) {
    this.table = table;
    this.store = store;
    this.check = check;
  }

  /**
   * Adds a file's records.
   *
   * @param dropped says of a record's number whether it is passed over
   * @throws CorruptRecordException if a record is damaged, no embedding, or does not fit the table
   */
  void read(Path file, LongPredicate dropped) throws IOException {
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      if (reader.compressed()) {
        store.addCompressed(file);
      } else {
        store.add(file);
      }
      while (reader.next()) {
        if (!dropped.test(reader.record())) {
          add(reader, reader.payload());
        }
      }
    }
  }

  private void add(TfRecordReader reader, ByteBuffer payload) throws IOException {
    ByteBuffer code;
    try {
      layout.scan(payload);
      code = layout.code();
    } catch (MalformedExampleException e) {
      throw reader.refusal(e.found(), e.expected());
    }
    int width = code.remaining() / Float.BYTES;
    if (table.width() != 0 && width != table.width()) {
      throw reader.refusal(
          "a code of " + Quantity.of(width, "number"), String.valueOf(table.width()));
    }
    if (!finite.isFinite(code)) {
      float[] numbers = new float[width];
      code.asFloatBuffer().get(numbers);
      throw reader.refusal(FiniteCheck.fault(numbers), FiniteCheck.EXPECTED);
    }
    if (layout.label() < 0 || layout.label() >= MAX_CLASSES) {
      throw reader.refusal(
          "label "
              + layout.label()
              + (layout.label() == Examples.NO_LABEL ? ", a photo without a class" : ""),
          "0 to " + (MAX_CLASSES - 1));
    }
    int label = (int) layout.label();
    String expected = check.expected(label, layout.className());
    if (!expected.isEmpty()) {
      throw reader.refusal(
          "label "
              + label
              + (layout.className().isEmpty()
                  ? ""
                  : " with class " + ClassNames.quoted(layout.className())),
          expected);
    }
    byte[] id = id(reader, code);
    long position = reader.compressed() ? store.append(payload) : reader.payloadOffset();
    table.add(id, layout, code, position, payload.remaining());
  }

  private byte[] id(TfRecordReader reader, ByteBuffer code) throws CorruptRecordException {
    if (layout.id().isEmpty() && layout.mirrored()) {
      // Without it nobody could tell in which part of a split its photo is.
      throw reader.refusal("a mirror image without an id", "its photo's id");
    }
    if (layout.id().isEmpty()) {
      // The same photo gives the same embedding: so copies of it, whatever their label, share the
      // id.
      return new Sha256().update(code).digest();
    }
    try {
      byte[] id = HexFormat.of().parseHex(layout.id());
      if (id.length == PhotoIds.BYTES) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw reader.refusal(
        "id " + ClassNames.quoted(layout.id()), "a SHA-256 in hexadecimal or no id");
  }
}
