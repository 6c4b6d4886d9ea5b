package dev.flowers.trunk;

import dev.flowers.image.SquareCrop;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A network's input: photos as float32 [count, size, size, 3], rows from top to bottom, RGB in
 * [0,1]. What else it does to them, such as subtracting a mean, it does itself.
 *
 * @param size side of the square photos, in pixels, at least 1
 * @param meanRed the red, in [0,1], of the colour that the network sees as zeros
 * @param meanGreen its green
 * @param meanBlue its blue
 */
public record PhotoInput(int size, float meanRed, float meanGreen, float meanBlue) {
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

  /** VGG16's: 224×224, and the mean of the photos that it was first trained on. */
  public static PhotoInput vgg() {
    float[] bgr = VggNetwork.MEAN_BGR;
    return new PhotoInput(VggNetwork.PHOTO_SIZE, bgr[2] / 255, bgr[1] / 255, bgr[0] / 255);
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

  /** A photo of any type and size as the network sees it: its central square, scaled. */
  public float[] crop(BufferedImage photo) {
    float[] pixels = new float[floats()];
    SquareCrop.intoUnitRgb(photo, size, FloatBuffer.wrap(pixels));
    return pixels;
  }

  /** Puts a photo that was {@linkplain #crop cropped} at the buffer's position, which moves on. */
  public void put(float[] pixels, ByteBuffer photos) {
    photos.asFloatBuffer().put(pixels);
    photos.position(photos.position() + floats() * Float.BYTES);
  }

  /** Crops a photo to the buffer's position, which moves on. */
  public void put(BufferedImage photo, ByteBuffer photos) {
    SquareCrop.intoUnitRgb(photo, size, photos.asFloatBuffer());
    photos.position(photos.position() + floats() * Float.BYTES);
  }
}
