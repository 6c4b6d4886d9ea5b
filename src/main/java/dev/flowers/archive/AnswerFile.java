package dev.flowers.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.FileErrors;
import dev.flowers.storage.LockedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The file of answers, which one run at a time has open. Answers are put behind those that stand;
 * every few seconds the disk is made to keep them. Not thread-safe; close it.
 */
final class AnswerFile implements AutoCloseable {
  private static final long FORCE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Path path;
  private final LockedFile file;
  private final AnswerText text;
  private long end;
  private long forced = System.nanoTime();

  private AnswerFile(Path path, LockedFile file, AnswerText text) {
    this.path = path;
    this.file = file;
    this.text = text;
  }

  /**
   * Opens the file, or makes it.
   *
   * @throws dev.flowers.storage.InvalidInputException if its answers were made with something else
   * @throws FileSystemException if another run has it open
   * @throws IOException if it cannot be opened
   */
  static AnswerFile open(Path path, AnswerText text, RunDescription run) throws IOException {
    LockedFile file =
        LockedFile.tryOpen(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
            .orElseThrow(
                () -> new FileSystemException(path.toString(), null, "another run writes here"));
    boolean opened = false;
    try {
      if (file.channel().size() == 0) {
        run.write(path);
      } else {
        run.requireSame(path);
      }
      opened = true;
      return new AnswerFile(path, file, text);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  /** What stands in the file. */
  StandingAnswers standing() {
    return new StandingAnswers(path, file.channel(), text);
  }

  /** What it is called. */
  Path path() {
    return path;
  }

  /** Whether nothing is in the file behind a place. */
  boolean endsAt(long place) throws IOException {
    return file.channel().size() == place;
  }

  /** Cuts off what stands behind a place, where the next answer goes. */
  void cutBehind(long place) throws IOException {
    file.channel().truncate(place);
    end = place;
    if (place == 0) {
      write(text.header());
    }
  }

  /**
   * Appends answers.
   *
   * @throws IOException if they cannot be written, as on a full disk; the message names the file,
   *     and what was appended before stays
   */
  void append(List<PhotoAnswer> answers) throws IOException {
    StringBuilder records = new StringBuilder();
    for (PhotoAnswer answer : answers) {
      records.append(text.text(answer));
    }
    write(records.toString());
  }

  private void write(String records) throws IOException {
    FileChannel channel = file.channel();
    ByteBuffer bytes = UTF_8.encode(records);
    long next = end + bytes.remaining();
    try {
      for (long at = end; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      throw FileErrors.naming(path, e);
    }
    end = next;
  }

  /** Whether it is time to {@link #force}. */
  boolean forceIsDue() {
    return System.nanoTime() - forced > FORCE_NANOS;
  }

  /** Has the disk keep what was appended. */
  void force() throws IOException {
    try {
      file.channel().force(false);
    } catch (IOException e) {
      throw FileErrors.naming(path, e);
    }
    forced = System.nanoTime();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
