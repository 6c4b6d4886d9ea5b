package dev.flowers.dataset.painted;

import java.util.Arrays;

/**
 * The sheet that is painted on, in linear light. A canvas of a scale below one is painted with the
 * same scene coordinates and stretched onto a finer one afterwards, which throws what is on it out
 * of focus. Not thread-safe.
 */
final class Canvas {

  final int width;
  final int height;
  final double scale;

  /** Red, green, blue of each pixel, rows from the top. */
  final float[] light;

  Canvas(int sceneWidth, int sceneHeight, double scale) {
    this.width = (int) Math.ceil(sceneWidth * scale);
    this.height = (int) Math.ceil(sceneHeight * scale);
    this.scale = scale;
    this.light = new float[3 * width * height];
  }

  /** Lays a colour over a pixel; {@code cover} 0 … 1. */
  void blend(int x, int y, float r, float g, float b, float cover) {
    int i = 3 * (y * width + x);
    light[i] += (r - light[i]) * cover;
    light[i + 1] += (g - light[i + 1]) * cover;
    light[i + 2] += (b - light[i + 2]) * cover;
  }

  /** Takes light from a block of pixels: {@code keep} 1 leaves it as it is. */
  void dim(int x, int y, int columns, int rows, float keep) {
    for (int row = y; row < y + rows; row++) {
      int i = 3 * (row * width + x);
      for (int end = i + 3 * columns; i < end; i++) {
        light[i] *= keep;
      }
    }
  }

  /** Fills this canvas from a coarser one with cubic B-splines, which blur by one coarse pixel. */
  void stretch(Canvas coarse) {
    float[] rows = new float[3 * width * coarse.height];
    double ratio = coarse.scale / scale;
    float[] w = new float[4];
    for (int x = 0; x < width; x++) {
      int left = weights((x + 0.5) * ratio - 0.5, w);
      for (int k = 0; k < 4; k++) {
        int from = 3 * clamp(left + k, coarse.width);
        for (int y = 0; y < coarse.height; y++) {
          int s = 3 * y * coarse.width + from;
          int d = 3 * (y * width + x);
          rows[d] += w[k] * coarse.light[s];
          rows[d + 1] += w[k] * coarse.light[s + 1];
          rows[d + 2] += w[k] * coarse.light[s + 2];
        }
      }
    }
    Arrays.fill(light, 0);
    int stride = 3 * width;
    for (int y = 0; y < height; y++) {
      int top = weights((y + 0.5) * ratio - 0.5, w);
      for (int k = 0; k < 4; k++) {
        int s = stride * clamp(top + k, coarse.height);
        int d = stride * y;
        for (int i = 0; i < stride; i++) {
          light[d + i] += w[k] * rows[s + i];
        }
      }
    }
  }

  /** The four B-spline weights around a position; answers the first one's index. */
  private static int weights(double position, float[] w) {
    int i = (int) Math.floor(position);
    double t = position - i;
    double s = 1 - t;
    w[0] = (float) (s * s * s / 6);
    w[1] = (float) ((3 * t * t * t - 6 * t * t + 4) / 6);
    w[2] = (float) ((3 * s * s * s - 6 * s * s + 4) / 6);
    w[3] = (float) (t * t * t / 6);
    return i - 1;
  }

  private static int clamp(int i, int size) {
    return Math.max(0, Math.min(size - 1, i));
  }
}
