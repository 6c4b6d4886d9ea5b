package dev.flowers.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Runs inputs that wait at the same time together, on one thread.
 *
 * <p>Thread-safe. Closing it answers what waits, and then ends the thread.
 */
final class Batcher<I, O> implements AutoCloseable {
  private record Item<I, O>(I input, CompletableFuture<O> answer, Runnable done) {}

  private final BlockingQueue<Item<I, O>> queue;
  private final int size;
  private final Duration delay;
  private final Function<List<I>, List<O>> run;
  private final Thread runner;
  private volatile boolean closed;

  /**
   * Starts the thread.
   *
   * @param capacity inputs that may wait
   * @param size inputs a run at most
   * @param delay how long the first input of a run waits for others
   * @param run gives an output for each input, in their order
   */
  Batcher(String name, int capacity, int size, Duration delay, Function<List<I>, List<O>> run) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.size = size;
    this.delay = delay;
    this.run = run;
    this.runner = new Thread(this::serve, "batches of " + name);
    runner.setDaemon(true);
    runner.start();
  }

  /**
   * Queues an input.
   *
   * @param done is run once, when the input was run, or was not because its answer was cancelled
   * @return empty if the queue is full or closed; {@code done} is not run then
   */
  synchronized Optional<CompletableFuture<O>> submit(I input, Runnable done) {
    CompletableFuture<O> answer = new CompletableFuture<>();
    return !closed && queue.offer(new Item<>(input, answer, done))
        ? Optional.of(answer)
        : Optional.empty();
  }

  /** Inputs that wait now. */
  int waiting() {
    return queue.size();
  }

  private void serve() {
    try {
      while (!(closed && queue.isEmpty())) {
        Item<I, O> first = queue.poll(50, TimeUnit.MILLISECONDS);
        if (first != null) {
          serve(collect(first));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody else has this thread: it ends
    }
  }

  private List<Item<I, O>> collect(Item<I, O> first) throws InterruptedException {
    List<Item<I, O>> items = new ArrayList<>();
    items.add(first);
    long end = System.nanoTime() + delay.toNanos();
    while (items.size() < size) {
      Item<I, O> next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      items.add(next);
    }
    return items;
  }

  private void serve(List<Item<I, O>> items) {
    try {
      // A cancelled request needs no run.
      answer(items.stream().filter(item -> !item.answer().isDone()).toList());
    } finally {
      items.forEach(item -> item.done().run());
    }
  }

  private void answer(List<Item<I, O>> items) {
    if (items.isEmpty()) {
      return;
    }
    try {
      List<O> outputs = run.apply(items.stream().map(Item::input).toList());
      for (int i = 0; i < items.size(); i++) {
        items.get(i).answer().complete(outputs.get(i));
      }
    } catch (RuntimeException | Error e) {
      items.forEach(item -> item.answer().completeExceptionally(e));
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      runner.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
