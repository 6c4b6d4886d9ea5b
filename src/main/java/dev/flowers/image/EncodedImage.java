package dev.flowers.image;

import java.awt.image.BufferedImage;

/** An image file whose structure was walked through: its size is known, its pixels are not. */
sealed interface EncodedImage
    permits JpegImage, PngImage, GifImage, BmpImage, TiffImage, WebpImage {

  /** Width in pixels as stored, at least 1. */
  int width();

  /** Height in pixels as stored, at least 1. */
  int height();

  /**
   * Decodes the pixels.
   *
   * @return a new upright picture of TYPE_INT_RGB
   * @throws UnreadableImageException if the data are damaged, or end before the last pixel
   */
  BufferedImage decode() throws UnreadableImageException;

  /**
   * Walks through a file without decoding its pixels.
   *
   * @throws UnreadableImageException if it is no image, or damaged, or cut so that it shows here
   */
  static EncodedImage parse(byte[] bytes, String name) throws UnreadableImageException {
    return switch (ImageFormat.of(bytes, name)) {
      case JPEG -> JpegImage.parse(bytes, name);
      case PNG -> PngImage.parse(bytes, name);
      case GIF -> GifImage.parse(bytes, name);
      case BMP -> BmpImage.parse(bytes, name);
      case TIFF -> TiffImage.parse(bytes, name);
      case WEBP -> WebpImage.parse(bytes, name);
    };
  }
}
