package dev.flowers.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Mean and standard deviation of a metric over several trainings.
 *
 * @param count how many trainings there were
 * @param mean the figures' mean
 * @param deviation their sample standard deviation, √(Σ(x − mean)² / (count − 1)); empty for one
 *     figure
 */
public record SampleStatistics(int count, double mean, OptionalDouble deviation) {
  /**
   * Measures figures.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static SampleStatistics of(double... figures) {
    double mean =
        Arrays.stream(figures)
            .average()
            .orElseThrow(() -> new IllegalArgumentException("found no figures, expected some"));
    double squares = Arrays.stream(figures).map(x -> (x - mean) * (x - mean)).sum();
    return new SampleStatistics(
        figures.length,
        mean,
        figures.length == 1
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.sqrt(squares / (figures.length - 1))));
  }
}
