package dev.flowers.dataset.painted;

import java.util.List;
import java.util.Random;

/**
 * The random numbers of one picture: a seeded {@link Random}, whose algorithm Java specifies, so
 * that a seed gives the same numbers on every JDK. Not thread-safe: each picture has its own.
 */
final class Dice {

  private final Random random;

  Dice(long seed) {
    random = new Random(mix(seed));
  }

  /** SplitMix64's finaliser: neighbouring seeds of {@link Random} begin with similar numbers. */
  private static long mix(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A seed for things that belong to one element of the picture. */
  long seed() {
    return random.nextLong();
  }

  /** Uniform in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Uniform among the whole numbers low … high, both included. */
  int whole(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Normally distributed, cut off at two standard deviations. */
  double bell(double mean, double deviation) {
    return mean + deviation * Math.max(-2, Math.min(2, random.nextGaussian()));
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
