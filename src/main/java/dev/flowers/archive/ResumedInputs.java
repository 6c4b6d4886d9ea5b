package dev.flowers.archive;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Passes over the inputs that are answered already, and hands on the others in chunks.
 *
 * <p>A chunk begins at the same input in every run, whatever was answered before: an engine may add
 * numbers in another order in a batch of another size. So a kill costs the answers of less than one
 * chunk, which are cut off and given again.
 *
 * @param <T> an input
 */
final class ResumedInputs<T> {
  /** What is done with a chunk. */
  @FunctionalInterface
  interface Consumer<T> {
    /** Takes a chunk, in which there is at least one input; the list is given away. */
    void take(List<T> chunk) throws IOException;
  }

  private final AnswerFile file;
  private final StandingAnswers standing;
  private final int size;
  private final Function<T, String> name;
  private final Consumer<T> consumer;

  private List<T> chunk = new ArrayList<>();
  private boolean comparing = true;
  private long answered;
  private long failed;
  private long chunkFailed;

  /** Where the last whole chunk of the standing answers ends in the file. */
  private long boundary;

  /**
   * Begins with the file's first answer.
   *
   * @param size how many inputs a chunk has
   * @param name what an answer calls an input
   */
  ResumedInputs(AnswerFile file, int size, Function<T, String> name, Consumer<T> consumer) {
    this.file = file;
    this.standing = file.standing();
    this.size = size;
    this.name = name;
    this.consumer = consumer;
  }

  /**
   * Adds the next input.
   *
   * @throws InvalidInputException if another one's answer stands in its place
   * @throws IOException if the file cannot be read, or the consumer throws it
   */
  void add(T input) throws IOException {
    if (comparing) {
      Optional<AnswerText.Entry> entry = standing.next();
      if (entry.isPresent()) {
        compare(entry.get().photo(), name.apply(input));
        chunkFailed += entry.get().failed() ? 1 : 0;
      } else {
        resume();
      }
    }
    chunk.add(input);
    if (chunk.size() == size) {
      complete();
    }
  }

  private void compare(String found, String expected) throws InvalidInputException {
    if (!found.equals(expected)) {
      throw new InvalidInputException(
          file.path()
              + ": record "
              + standing.records()
              + ": found "
              + found
              + ", expected "
              + expected
              + ": the photos are not those of the earlier run, or in another order; name another"
              + " file, and with --cache known photos are not computed again");
    }
  }

  private void resume() throws IOException {
    comparing = false;
    file.cutBehind(boundary);
  }

  private void count() {
    answered += chunk.size();
    failed += chunkFailed;
    chunkFailed = 0;
  }

  private void complete() throws IOException {
    if (comparing) {
      count();
      boundary = standing.end();
      chunk.clear();
    } else {
      List<T> full = chunk;
      chunk = new ArrayList<>(size);
      consumer.take(full);
    }
  }

  /**
   * Hands on the last inputs.
   *
   * @throws InvalidInputException if there are answers of more inputs
   * @throws IOException as {@link #add}
   */
  void finish() throws IOException {
    if (comparing) {
      Optional<AnswerText.Entry> more = standing.next();
      if (more.isPresent()) {
        compare(more.get().photo(), "the end");
      }
      count();
      if (standing.end() == 0 || !file.endsAt(standing.end())) {
        file.cutBehind(standing.end());
      }
    } else if (!chunk.isEmpty()) {
      consumer.take(chunk);
    }
  }

  /** Returns how many inputs were answered already, as far as is known. */
  long answered() {
    return answered;
  }

  /** Returns how many of these answers say why there is none. */
  long failed() {
    return failed;
  }
}
