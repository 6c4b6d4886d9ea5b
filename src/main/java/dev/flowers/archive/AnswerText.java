package dev.flowers.archive;

import java.io.IOException;

/** Writes answers, and recognizes what it has written. */
interface AnswerText {
  /**
   * A record of a file that is there.
   *
   * @param photo whose
   * @param last whether it is the last record of this photo
   * @param failed whether it says why there is no answer
   */
  record Entry(String photo, boolean last, boolean failed) {}

  /**
   * Returns how answers are written.
   *
   * @param rows how many classes of a photo are
   * @param identified whether photos may be unknown
   */
  static AnswerText of(AnswerForm form, int rows, boolean identified) {
    return form == AnswerForm.JSONL ? new JsonLines() : new CsvRows(rows, identified);
  }

  /** What stands at the beginning of the file, with its line end; may be empty. */
  String header() throws IOException;

  /** The records of an answer, with their line ends. */
  String text(PhotoAnswer answer) throws IOException;

  /**
   * Reads a record.
   *
   * @param record without its line end
   * @throws IllegalArgumentException if it is none; the message says what was found
   */
  Entry parse(String record);

  /** Whether a line feed between quotation marks ends no record. */
  boolean quotes();
}
