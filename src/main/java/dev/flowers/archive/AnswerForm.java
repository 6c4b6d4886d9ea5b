package dev.flowers.archive;

/** How answers are written. */
public enum AnswerForm {
  /** A line in JSON for each photo. */
  JSONL,
  /** A header, and a row for each photo and class; a photo without an answer has one row. */
  CSV
}
