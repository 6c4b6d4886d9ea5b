package dev.flowers.image;

import java.awt.image.BufferedImage;

/**
 * An image file whose structure was walked through to its end: its size is known, nothing is cut.
 */
sealed interface EncodedImage permits JpegImage, PngImage, GifImage {

  /** Width in pixels as stored, at least 1. */
  int width();

  /** Height in pixels as stored, at least 1. */
  int height();

  /**
   * Decodes the pixels.
   *
   * @return a new upright picture of TYPE_INT_RGB
   * @throws UnreadableImageException if the codec finds the data damaged
   */
  BufferedImage decode() throws UnreadableImageException;

  /**
   * Walks through a file without decoding its pixels.
   *
   * @throws UnreadableImageException if it is no image, damaged, or cut anywhere
   */
  static EncodedImage parse(byte[] bytes, String name) throws UnreadableImageException {
    return switch (ImageFormat.of(bytes, name)) {
      case JPEG -> JpegImage.parse(bytes, name);
      case PNG -> PngImage.parse(bytes, name);
      case GIF -> GifImage.parse(bytes, name);
    };
  }
}
