package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;

/**
 * Which part of a photo a network sees, and how it is scaled.
 *
 * <p>Any number of threads may use it, each with a buffer of its own.
 */
@FunctionalInterface
public interface PhotoCrop {
  /**
   * Writes size × size × 3 floats at the buffer's position, which moves behind them: rows from top
   * to bottom, pixels from left to right, red, green, blue, each in [0,1].
   *
   * @param photo of any type and size; transparent pixels are laid over white
   */
  void intoUnitRgb(BufferedImage photo, FloatBuffer out);
}
