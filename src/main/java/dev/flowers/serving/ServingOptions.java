package dev.flowers.serving;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * The limits of a server. {@link #defaults()} are for a few clients at once; {@link #builder()}
 * changes some of them.
 *
 * @param connections connections that are open at once
 * @param queue requests with a body that are accepted at once, and photos that wait for the
 *     network; a request beyond gets 429
 * @param bodyBytes a request's longest body; a longer one gets 413
 * @param pixels a photo's most pixels; one with more gets 400
 * @param bodyTime in which a body must have arrived; a later one gets 408
 * @param answerTime in which the network must have answered; then 504
 * @param batch photos a run of the network at most
 * @param batchDelay how long a photo waits for others
 * @param drainTime how long a closing server waits for accepted requests
 * @param explanations occlusion sensitivity maps that are computed at once; a request beyond gets
 *     429. One keeps all cores busy, and takes up to a gigabyte of memory
 * @param explanationTime in which a map must be ready; then 504
 */
@RecordBuilder
@RecordBuilder.Options(
    setterPrefix = "opt", // as in DJL's builders
    enableGetters = false,
    enableWither = false)
public record ServingOptions(
    int connections,
    int queue,
    int bodyBytes,
    long pixels,
    Duration bodyTime,
    Duration answerTime,
    int batch,
    Duration batchDelay,
    Duration drainTime,
    int explanations,
    Duration explanationTime) {

  /** A request that waits has a thread. */
  private static final int MOST = 10_000;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is below 1, the queue above 10,000, or the delay
   *     negative
   */
  public ServingOptions {
    atLeastOne("connections", connections);
    atLeastOne("queue", queue);
    if (queue > MOST) {
      throw new IllegalArgumentException("queue: found " + queue + ", expected at most " + MOST);
    }
    atLeastOne("bodyBytes", bodyBytes);
    atLeastOne("pixels", pixels);
    atLeastOne("batch", batch);
    atLeastOne("bodyTime in ms", bodyTime.toMillis());
    atLeastOne("answerTime in ms", answerTime.toMillis());
    atLeastOne("drainTime in ms", drainTime.toMillis());
    atLeastOne("explanations", explanations);
    atLeastOne("explanationTime in ms", explanationTime.toMillis());
    if (batchDelay.isNegative()) {
      throw new IllegalArgumentException(
          "batchDelay: found " + batchDelay + ", expected zero or more");
    }
  }

  /**
   * 256 connections, 64 requests, bodies of 16 MiB, photos of 50 megapixels, 10 s for a body, 30 s
   * for an answer, 16 photos a batch, which wait 2 ms, 30 s to drain, and 1 explanation at a time,
   * of 5 minutes at most.
   */
  public static ServingOptions defaults() {
    return new ServingOptions(
        256,
        64,
        16 << 20,
        50_000_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        16,
        Duration.ofMillis(2),
        Duration.ofSeconds(30),
        1,
        Duration.ofMinutes(5));
  }

  /** Returns a builder that holds the defaults. */
  public static ServingOptionsBuilder builder() {
    return ServingOptionsBuilder.builder(defaults());
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": found " + value + ", expected 1 or more");
    }
  }
}
