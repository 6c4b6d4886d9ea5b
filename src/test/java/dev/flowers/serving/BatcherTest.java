package dev.flowers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  private Batcher<Integer, Integer> batcher(int capacity) {
    return new Batcher<>("test", capacity, 4, Duration.ZERO, this::doubled);
  }

  private List<Integer> doubled(List<Integer> inputs) {
    entered.countDown();
    try {
      assertTrue(gate.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    sizes.add(inputs.size());
    if (inputs.contains(13)) {
      throw new IllegalStateException("thirteen");
    }
    return inputs.stream().map(input -> 2 * input).toList();
  }

  @Test
  void inputsThatWaitTogetherRunTogether() throws Exception {
    try (Batcher<Integer, Integer> batcher = batcher(8)) {
      CompletableFuture<Integer> first = batcher.submit(0, done::incrementAndGet).orElseThrow();
      assertTrue(entered.await(10, TimeUnit.SECONDS));
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        answers.add(batcher.submit(i, done::incrementAndGet).orElseThrow());
      }
      gate.countDown();
      assertEquals(0, first.get(10, TimeUnit.SECONDS));
      for (int i = 0; i < answers.size(); i++) {
        assertEquals(2 * (i + 1), answers.get(i).get(10, TimeUnit.SECONDS));
      }
    }
    assertEquals(List.of(1, 4, 1), sizes);
  }

  @Test
  void aFullQueueRefuses() throws Exception {
    try (Batcher<Integer, Integer> batcher = batcher(1)) {
      assertTrue(batcher.submit(0, done::incrementAndGet).isPresent());
      assertTrue(entered.await(10, TimeUnit.SECONDS));
      assertTrue(batcher.submit(1, done::incrementAndGet).isPresent());
      assertTrue(batcher.submit(2, done::incrementAndGet).isEmpty());
      assertEquals(1, batcher.waiting());
      gate.countDown();
    }
  }

  @Test
  void closingAnswersWhatWaitsAndRefusesMore() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(8);
    CompletableFuture<Integer> answer = batcher.submit(21, done::incrementAndGet).orElseThrow();
    gate.countDown();
    batcher.close();
    assertEquals(42, answer.getNow(-1));
    assertEquals(1, done.get());
    assertTrue(batcher.submit(1, done::incrementAndGet).isEmpty());
    assertEquals(1, done.get());
  }

  @Test
  void aFailedRunFailsItsInputsAndTheNextRunGoesOn() throws Exception {
    gate.countDown();
    try (Batcher<Integer, Integer> batcher = batcher(8)) {
      CompletableFuture<Integer> failed = batcher.submit(13, done::incrementAndGet).orElseThrow();
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> failed.get(10, TimeUnit.SECONDS));
      assertInstanceOf(IllegalStateException.class, e.getCause());
      assertEquals(
          4, batcher.submit(2, done::incrementAndGet).orElseThrow().get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void whoGaveUpIsNotRun() throws Exception {
    try (Batcher<Integer, Integer> batcher = batcher(8)) {
      assertTrue(batcher.submit(0, done::incrementAndGet).isPresent());
      assertTrue(entered.await(10, TimeUnit.SECONDS));
      assertTrue(batcher.submit(1, done::incrementAndGet).orElseThrow().cancel(false));
      gate.countDown();
    }
    assertEquals(List.of(1), sizes);
    assertEquals(2, done.get()); // each input was let go
  }
}
