package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Decodes photos to upright RGB pictures. Start with {@link #withDefaults()}.
 *
 * <p>Reads
 *
 * <ul>
 *   <li>JPEG: baseline and progressive; grey, RGB, YCbCr, CMYK and YCCK
 *   <li>PNG: all kinds
 *   <li>GIF: the first frame
 *   <li>BMP: 1 to 32 bits a pixel, run-length encoded or not, of Windows and OS/2
 *   <li>TIFF and BigTIFF: the first picture, in strips or tiles; black and white, grey, palette,
 *       RGB, CMYK and YCbCr of up to 16 bits a sample; not compressed, or with LZW, Deflate,
 *       PackBits, JPEG or the three CCITT codes
 *   <li>WebP: lossy and lossless; the first frame of an animation
 * </ul>
 *
 * <p>The EXIF orientation is applied where JPEG, PNG, TIFF and WebP keep it. Grey becomes R = G =
 * B, sixteen bits are rounded to eight, transparent pixels are laid over white. CMYK in a JPEG is
 * taken as Adobe's inverted inks and mixed as R = C·K/255. Embedded colour profiles are not
 * applied: the numbers stored are the numbers returned.
 *
 * <p>A file that ends before its last pixel, or whose data can be decoded only in part, is refused.
 * Bytes after the image's end are allowed.
 *
 * <p>Immutable; one decoder may serve any number of threads.
 */
public final class ImageDecoder {

  private static final long DEFAULT_MAX_PIXELS = 100_000_000;

  /** To be counted up when the same bytes come to be decoded that were not, or the reverse. */
  private static final int RULES = 2;

  private static final ImageDecoder DEFAULT = new ImageDecoder(DEFAULT_MAX_PIXELS);

  private final long maxPixels;

  private ImageDecoder(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /** A decoder for images of up to 100 megapixels, which take up to about 1 GB while decoding. */
  public static ImageDecoder withDefaults() {
    return DEFAULT;
  }

  /**
   * A decoder that refuses larger images before it decodes them.
   *
   * @param maxPixels the largest width × height that is decoded, at least 1; an array's length, a
   *     little over two gigapixels, is the limit above all
   * @throws IllegalArgumentException if {@code maxPixels} is less than 1
   */
  public static ImageDecoder limitedTo(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "maxPixels: found " + maxPixels + ", expected at least 1 pixel");
    }
    return new ImageDecoder(Math.min(maxPixels, ImageStream.MAX_ARRAY_LENGTH));
  }

  /**
   * The rules by which this decoder refuses an image: one that it has refused, a decoder with the
   * same rules refuses again.
   */
  public String rules() {
    return "decoder "
        + RULES
        + ", at most "
        + maxPixels
        + " pixels, Java "
        + Runtime.version().feature();
  }

  /**
   * Decodes the bytes of an image file.
   *
   * @param bytes the whole file; not changed, and not to be changed meanwhile
   * @param name what to call the image in an error's message
   * @return a new upright picture of TYPE_INT_RGB, which the caller may change
   * @throws UnreadableImageException if it is of no format that is read, damaged, cut or over the
   *     pixel limit
   * @throws ImageMemoryException if its pixels do not fit into Java's memory
   */
  public BufferedImage decode(byte[] bytes, String name)
      throws UnreadableImageException, ImageMemoryException {
    EncodedImage image = EncodedImage.parse(bytes, name);
    long pixels = (long) image.width() * image.height();
    if (pixels > maxPixels) {
      throw new UnreadableImageException(
          name,
          "an image of " + image.width() + "×" + image.height() + " = " + pixels + " pixels",
          "at most " + maxPixels + " pixels");
    }
    try {
      return image.decode();
    } catch (OutOfMemoryError e) {
      // What was allocated for this image is free again: the next one may well be decoded.
      throw new ImageMemoryException(
          name, "an image of " + image.width() + "×" + image.height() + " pixels", e);
    }
  }

  /**
   * Decodes an image file, which is opened and read once: a pipe or device will do. A file that
   * does not begin as an image is not read further.
   *
   * @return a new upright picture of TYPE_INT_RGB, which the caller may change
   * @throws UnreadableImageException as {@link #decode(byte[], String)} does, with the path as name
   * @throws ImageMemoryException if the file or its pixels do not fit into Java's memory
   * @throws IOException if the file is missing or cannot be read
   */
  public BufferedImage decode(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(in, file.toString());
    }
  }

  /**
   * Decodes an image from a stream, which is read to its end and not closed. One that does not
   * begin as an image is not read further.
   *
   * @param name what to call the image in an error's message
   * @return a new upright picture of TYPE_INT_RGB, which the caller may change
   * @throws UnreadableImageException as {@link #decode(byte[], String)} does
   * @throws ImageMemoryException if the bytes or the pixels do not fit into Java's memory
   * @throws IOException if the stream cannot be read
   */
  public BufferedImage decode(InputStream in, String name) throws IOException {
    return decode(ImageStream.readAll(in, name), name);
  }
}
