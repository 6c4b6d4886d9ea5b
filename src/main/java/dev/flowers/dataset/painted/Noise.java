package dev.flowers.dataset.painted;

/** Smooth value noise in [0, 1], for clouds, soil, plaster and bark. */
final class Noise {

  private final long seed;

  Noise(long seed) {
    this.seed = seed;
  }

  private double corner(long x, long y) {
    long h = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL;
    h = (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 32)) * 0x94D049BB133111EBL;
    return ((h ^ (h >>> 31)) & 0xFFFFFF) / (double) 0xFFFFFF;
  }

  double at(double x, double y) {
    long i = (long) Math.floor(x);
    long j = (long) Math.floor(y);
    double u = smooth(x - i);
    double v = smooth(y - j);
    double top = corner(i, j) + (corner(i + 1, j) - corner(i, j)) * u;
    double bottom = corner(i, j + 1) + (corner(i + 1, j + 1) - corner(i, j + 1)) * u;
    return top + (bottom - top) * v;
  }

  /** Octaves summed, each twice as fine and half as strong. */
  double cloud(double x, double y, int octaves) {
    double sum = 0;
    double weight = 0.5;
    double total = 0;
    for (int o = 0; o < octaves; o++) {
      sum += weight * at(x, y);
      total += weight;
      weight /= 2;
      x = x * 2 + 17.3;
      y = y * 2 + 5.1;
    }
    return sum / total;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }
}
