package dev.flowers.trunk;

import dev.flowers.image.PhotoCrop;
import dev.flowers.image.SquareCrop;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * What a trunk takes: photos as float32 [count, size, size, 3], rows from top to bottom, RGB in
 * [0,1]. What else its network wants, such as another scale, a mean subtracted, or channels first,
 * the trunk does itself.
 *
 * @param size side of the square photos, in pixels, at least 1
 * @param meanRed the red, in [0,1], of the colour that the network sees as zeros
 * @param meanGreen its green
 * @param meanBlue its blue
 * @param crop how a photo of any size becomes that square
 */
public record PhotoInput(int size, float meanRed, float meanGreen, float meanBlue, PhotoCrop crop) {
  private static final int CHANNELS = 3;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public PhotoInput {
    if (size < 1) {
      throw new IllegalArgumentException("size: found " + size + ", expected at least 1 pixel");
    }
  }

  /** Photos' central squares, scaled as {@link SquareCrop} does; black is seen as zeros. */
  public static PhotoInput square(int size) {
    return square(size, 0, 0, 0);
  }

  /** The same with another mean colour, each of it in [0,1]. */
  public static PhotoInput square(int size, float meanRed, float meanGreen, float meanBlue) {
    return new PhotoInput(
        size,
        meanRed,
        meanGreen,
        meanBlue,
        (photo, out) -> SquareCrop.intoUnitRgb(photo, size, out));
  }

  /** Numbers a photo: size × size × 3. */
  public int floats() {
    return size * size * CHANNELS;
  }

  /** The colour that the network sees as zeros: red, green and blue in [0,1]. */
  public float[] meanRgb() {
    return new float[] {meanRed, meanGreen, meanBlue};
  }

  /** An empty direct buffer in native order, with room for so many photos. */
  public ByteBuffer allocate(int photos) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(photos, floats() * Float.BYTES))
        .order(ByteOrder.nativeOrder());
  }

  /** A photo of any type and size as the network sees it: cropped and scaled. */
  public float[] pixels(BufferedImage photo) {
    float[] pixels = new float[floats()];
    crop.intoUnitRgb(photo, FloatBuffer.wrap(pixels));
    return pixels;
  }

  /**
   * Puts a photo that was {@linkplain #pixels cropped} at the buffer's position, which moves on.
   */
  public void put(float[] pixels, ByteBuffer photos) {
    photos.asFloatBuffer().put(pixels);
    photos.position(photos.position() + floats() * Float.BYTES);
  }

  /** Crops a photo to the buffer's position, which moves on. */
  public void put(BufferedImage photo, ByteBuffer photos) {
    crop.intoUnitRgb(photo, photos.asFloatBuffer());
    photos.position(photos.position() + floats() * Float.BYTES);
  }
}
