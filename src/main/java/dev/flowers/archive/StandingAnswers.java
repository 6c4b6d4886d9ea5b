package dev.flowers.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the answers that an earlier run has left, one after the other. A torn end is no answer. Not
 * thread-safe; does not own the channel.
 */
final class StandingAnswers {
  private final Path file;
  private final FileChannel channel;
  private final AnswerText text;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);

  /** Where the next byte of the buffer is in the file. */
  private long position;

  private long records;
  private long end;

  StandingAnswers(Path file, FileChannel channel, AnswerText text) {
    this.file = file;
    this.channel = channel;
    this.text = text;
  }

  /**
   * Reads the next answer.
   *
   * @return its last record; empty behind the last whole one
   * @throws InvalidInputException if what stands there is no answer
   * @throws IOException if the file cannot be read
   */
  Optional<AnswerText.Entry> next() throws IOException {
    if (records == 0 && !text.header().isEmpty()) {
      Optional<String> header = record();
      if (header.isEmpty()) {
        return Optional.empty();
      }
      if (!header.get().equals(text.header().stripTrailing())) {
        throw new InvalidInputException(
            file
                + ": found the header "
                + header.get()
                + ", expected "
                + text.header().stripTrailing());
      }
      end = position;
    }
    Optional<String> photo = Optional.empty();
    while (true) {
      long begin = position;
      Optional<String> record = record();
      if (record.isEmpty()) {
        return Optional.empty();
      }
      AnswerText.Entry entry = parse(record.get(), begin);
      if (photo.isPresent() && !photo.get().equals(entry.photo())) {
        throw refusal(begin, "a row of " + entry.photo(), "the next one of " + photo.get());
      }
      photo = Optional.of(entry.photo());
      if (entry.last()) {
        end = position;
        return Optional.of(entry);
      }
    }
  }

  private AnswerText.Entry parse(String record, long begin) throws InvalidInputException {
    try {
      return text.parse(record);
    } catch (IllegalArgumentException e) {
      throw refusal(begin, String.valueOf(e.getMessage()), "an answer of an earlier run");
    }
  }

  private InvalidInputException refusal(long begin, String found, String expected) {
    return new InvalidInputException(
        file
            + ": record "
            + records
            + " at byte "
            + begin
            + ": found "
            + found
            + ", expected "
            + expected);
  }

  /** Returns how many records were read, the header among them. */
  long records() {
    return records;
  }

  /** Returns where the last whole answer that was read ends, in bytes. */
  long end() {
    return end;
  }

  /** A record without its line end; empty if the file ends before it does. */
  private Optional<String> record() throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    boolean quoted = false;
    while (true) {
      if (!buffer.hasRemaining()) {
        int n = channel.read(buffer.clear(), position);
        buffer.flip();
        if (n <= 0) {
          return Optional.empty();
        }
      }
      byte b = buffer.get();
      position++;
      if (b == '\n' && !quoted) {
        records++;
        String line = record.toString(UTF_8);
        return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
      }
      quoted ^= b == '"' && text.quotes();
      record.write(b);
    }
  }
}
