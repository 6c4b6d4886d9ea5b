package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;

/** Painted pictures for the tests. */
final class Pictures {

  private Pictures() {}

  /** Paints 0xRRGGBB from column and row. */
  static BufferedImage painted(int width, int height, IntBinaryOperator rgbOfXy) {
    return painted(width, height, BufferedImage.TYPE_INT_RGB, rgbOfXy);
  }

  static BufferedImage painted(int width, int height, int type, IntBinaryOperator argbOfXy) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, argbOfXy.applyAsInt(x, y));
      }
    }
    return image;
  }

  /** Noise that compresses badly, so that every part of a file carries pixels. */
  static BufferedImage noise(int width, int height) {
    return painted(
        width, height, (x, y) -> (((x * 7919 + y * 104729) * 0x9E3779B1) >>> 8) & 0xFFFFFF);
  }

  static int grey(int level) {
    return level << 16 | level << 8 | level;
  }

  /** Largest difference of any channel at one pixel. */
  static int distance(int rgb, int other) {
    int distance = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      distance = Math.max(distance, Math.abs((rgb >> shift & 0xFF) - (other >> shift & 0xFF)));
    }
    return distance;
  }

  /** Column and row's colour without alpha. */
  static int rgb(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }
}
