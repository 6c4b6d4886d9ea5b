package dev.flowers.tfrecord;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A record file does not hold what it should at some record. The message says where and what; for a
 * compressed file it says that the offset is one in the decompressed data.
 */
public final class CorruptRecordException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long record;
  private final long offset;

  /**
   * Names the damage in a file that is not compressed.
   *
   * @param file the record file
   * @param record the record's number, from 0
   * @param offset where the record's frame begins, in bytes from the start of the file
   * @param found what is there
   * @param expected what should be there
   */
  public CorruptRecordException(
      Path file, long record, long offset, String found, String expected) {
    this(file, record, offset, "", found, expected);
  }

  CorruptRecordException(
      Path file, long record, long offset, String of, String found, String expected) {
    super(
        file
            + (": record " + record + " at byte " + offset + of)
            + (": found " + found + ", expected " + expected));
    this.record = record;
    this.offset = offset;
  }

  /** Returns the number of the damaged record, from 0. */
  public long record() {
    return record;
  }

  /**
   * Returns where the damaged record's frame begins, in bytes from the start of the file; of a
   * compressed file, from the start of the decompressed data.
   */
  public long offset() {
    return offset;
  }
}
