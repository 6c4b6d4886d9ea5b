package dev.flowers.archive;

import ai.djl.util.Progress;
import dev.flowers.embedding.PhotoCache;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Writes answers in the order in which they were asked for, while others are being computed. For
 * one thread.
 */
final class OrderedAnswers {
  private final AnswerFile file;
  private final Optional<PhotoCache> cache;
  private final ExecutorService threads;
  private final Progress progress;
  private final int ahead;
  private final ArrayDeque<Future<List<PhotoAnswer>>> pending = new ArrayDeque<>();
  private long written;
  private long failed;

  /**
   * Writes to a file.
   *
   * @param cache kept on the disk before the answers are
   * @param ahead how many chunks may be computed before they are written
   */
  OrderedAnswers(
      AnswerFile file,
      Optional<PhotoCache> cache,
      ExecutorService threads,
      Progress progress,
      int ahead) {
    this.file = file;
    this.cache = cache;
    this.threads = threads;
    this.progress = progress;
    this.ahead = ahead;
  }

  /** Computes a chunk's answers, and writes those that are due. */
  void add(Callable<List<PhotoAnswer>> answers) throws IOException {
    pending.add(threads.submit(answers));
    while (pending.size() > ahead) {
      write();
    }
  }

  /** Writes all, and has the disk keep them. */
  void finish() throws IOException {
    while (!pending.isEmpty()) {
      write();
    }
    force();
  }

  private void write() throws IOException {
    List<PhotoAnswer> answers = Waiting.result(pending.remove());
    file.append(answers);
    written += answers.size();
    failed += answers.stream().filter(PhotoAnswer.Failed.class::isInstance).count();
    progress.increment(answers.size());
    if (file.forceIsDue()) {
      force();
    }
  }

  private void force() throws IOException {
    if (cache.isPresent()) {
      cache.get().force();
    }
    file.force();
  }

  long written() {
    return written;
  }

  long failed() {
    return failed;
  }
}
