package dev.flowers.image;

import dev.flowers.image.Resampling.Axis;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;

/**
 * A picture resized as Pillow does it, and the square in its middle: how most published networks
 * see photos. Immutable and thread-safe.
 *
 * @param resize to which size
 * @param filter how pixels are mixed
 * @param size side of the square in pixels, at least 1 and not more than the resized picture has
 */
public record ResizedCrop(Resize resize, ResampleFilter filter, int size) implements PhotoCrop {

  /** More than any network takes; bounds what a crafted configuration can cost. */
  public static final int MAX_SIZE = 8192;

  private static final int CHANNELS = 3;

  /** To which size a picture is resized. */
  public sealed interface Resize {
    /** The shorter side that every resized picture has. */
    int shortestEdge();
  }

  /**
   * The shorter side to a length, the longer one with it, rounded down.
   *
   * @param shortestEdge in pixels
   */
  public record ShortestEdge(int shortestEdge) implements Resize {}

  /**
   * Both sides to one length, whatever shape the picture has.
   *
   * @param side in pixels
   */
  public record Square(int side) implements Resize {
    @Override
    public int shortestEdge() {
      return side;
    }
  }

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is not from 1 to {@value #MAX_SIZE}, or the square is
   *     larger than the resized picture
   */
  public ResizedCrop {
    requireSize("size", size);
    requireSize("resize", resize.shortestEdge());
    if (size > resize.shortestEdge()) {
      throw new IllegalArgumentException(
          "size: found a square of "
              + size
              + ", expected at most "
              + resize.shortestEdge()
              + " pixels, which the resized picture has");
    }
  }

  /**
   * Writes size × size × 3 floats at the buffer's position, which moves behind them: rows from top
   * to bottom, pixels from left to right, red, green, blue, each a multiple of 1/255 in [0, 1].
   *
   * <p>The square begins ⌊(width − size)/2⌋ pixels from the left of the resized picture and
   * ⌊(height − size)/2⌋ from its top.
   *
   * @param image of any type; grey becomes R = G = B, transparent pixels are laid over white
   * @throws IllegalArgumentException if the buffer has less room
   */
  @Override
  public void intoUnitRgb(BufferedImage image, FloatBuffer out) {
    RgbImages.requireRoom(out, size);
    int[] pixels = rgb(image);
    float[] row = new float[size * CHANNELS];
    for (int y = 0, at = 0; y < size; y++) {
      for (int x = 0; x < row.length; x += CHANNELS, at++) {
        int pixel = pixels[at];
        row[x] = (pixel >> 16 & 0xFF) / 255f;
        row[x + 1] = (pixel >> 8 & 0xFF) / 255f;
        row[x + 2] = (pixel & 0xFF) / 255f;
      }
      out.put(row);
    }
  }

  /**
   * The square's pixels.
   *
   * @return a new array of size × size, 0xRRGGBB, row by row
   */
  public int[] rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int shorter = Math.min(width, height);
    return Resampling.resize(image, axis(width, shorter), axis(height, shorter), filter);
  }

  private Axis axis(int length, int shorter) {
    int edge = resize.shortestEdge();
    boolean kept = resize instanceof Square || length == shorter;
    // A quotient of double precision, as Python's, cut off.
    long resized = kept ? edge : (long) ((double) ((long) edge * length) / shorter);
    return new Axis(length, resized, (resized - size) / 2, size);
  }

  private static void requireSize(String name, int pixels) {
    if (pixels < 1 || pixels > MAX_SIZE) {
      throw new IllegalArgumentException(
          name + ": found " + pixels + ", expected from 1 to " + MAX_SIZE + " pixels");
    }
  }
}
