package dev.flowers.cli;

import dev.flowers.serving.ServingOptions;
import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The limits of a server. */
final class ServingMixin {
  private static final ServingOptions DEFAULTS = ServingOptions.defaults();
  private static final int MEBI = 1 << 20;
  private static final int MEGA = 1_000_000;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Connections that are open at once. Default: ${DEFAULT-VALUE}.")
  int connections = DEFAULTS.connections();

  @Option(
      names = "--queue",
      paramLabel = "N",
      description =
          "Requests with photos that are accepted at once, and photos that wait for the network;"
              + " beyond, 429. Default: ${DEFAULT-VALUE}.")
  int queue = DEFAULTS.queue();

  @Option(
      names = "--max-body",
      paramLabel = "MIB",
      description = "A request's longest body; beyond, 413. Default: ${DEFAULT-VALUE}.")
  int body = DEFAULTS.bodyBytes() / MEBI;

  @Option(
      names = "--max-pixels",
      paramLabel = "MEGAPIXELS",
      description = "A photo's most pixels; beyond, 400. Default: ${DEFAULT-VALUE}.")
  int pixels = (int) (DEFAULTS.pixels() / MEGA);

  @Option(
      names = "--body-time",
      paramLabel = "SECONDS",
      description = "Time for a client to send a body; beyond, 408. Default: ${DEFAULT-VALUE}.")
  BigDecimal bodyTime = seconds(DEFAULTS.bodyTime());

  @Option(
      names = "--answer-time",
      paramLabel = "SECONDS",
      description = "Time for the network to answer; beyond, 504. Default: ${DEFAULT-VALUE}.")
  BigDecimal answerTime = seconds(DEFAULTS.answerTime());

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Photos at most that the network classifies in one run. Default: ${DEFAULT-VALUE}.")
  int batch = DEFAULTS.batch();

  @Option(
      names = "--batch-delay",
      paramLabel = "MS",
      description =
          "Milliseconds that a photo waits for others to share its run. Default: ${DEFAULT-VALUE}.")
  int batchDelay = (int) DEFAULTS.batchDelay().toMillis();

  @Option(
      names = "--drain-time",
      paramLabel = "SECONDS",
      description =
          "Time to answer accepted requests before the server ends. Default: ${DEFAULT-VALUE}.")
  BigDecimal drainTime = seconds(DEFAULTS.drainTime());

  @Option(
      names = "--explanations",
      paramLabel = "N",
      description =
          "Explanations that are computed at once; beyond, 429. Default: ${DEFAULT-VALUE}.")
  int explanations = DEFAULTS.explanations();

  @Option(
      names = "--explanation-time",
      paramLabel = "SECONDS",
      description = "Time for an explanation; beyond, 504. Default: ${DEFAULT-VALUE}.")
  BigDecimal explanationTime = seconds(DEFAULTS.explanationTime());

  /**
   * The options that the flags say.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  ServingOptions options() {
    return new ServingOptions(
        connections,
        queue,
        product("--max-body", body, MEBI),
        (long) pixels * MEGA,
        duration("--body-time", bodyTime),
        duration("--answer-time", answerTime),
        batch,
        Duration.ofMillis(batchDelay),
        duration("--drain-time", drainTime),
        explanations,
        duration("--explanation-time", explanationTime));
  }

  private static int product(String flag, int value, int unit) {
    if (value > Integer.MAX_VALUE / unit) {
      throw new IllegalArgumentException(
          flag + ": found " + value + ", expected at most " + Integer.MAX_VALUE / unit);
    }
    return value * unit;
  }

  private static BigDecimal seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis()).movePointLeft(3).stripTrailingZeros();
  }

  private static Duration duration(String flag, BigDecimal seconds) {
    if (seconds.compareTo(BigDecimal.valueOf(0.001)) < 0
        || seconds.compareTo(BigDecimal.valueOf(MEGA)) > 0) {
      throw new IllegalArgumentException(
          flag + ": found " + seconds + ", expected 0.001 to " + MEGA + " seconds");
    }
    return Duration.ofMillis(seconds.movePointRight(3).longValue());
  }
}
