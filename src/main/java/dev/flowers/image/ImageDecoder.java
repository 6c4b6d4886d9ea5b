package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Decodes photos to upright RGB pictures. Start with {@link #withDefaults()}.
 *
 * <p>Reads JPEG (baseline and progressive; grey, RGB, YCbCr, CMYK and YCCK), PNG (all kinds) and
 * GIF (first frame). The EXIF orientation of a JPEG is applied. Grey becomes R = G = B, sixteen
 * bits are rounded to eight, transparent pixels are laid over white, CMYK is taken as Adobe's
 * inverted inks and mixed as R = C·K/255. Embedded colour profiles are not applied: the numbers
 * stored are the numbers returned.
 *
 * <p>A file that is cut at any byte, or whose data the codec can decode only in part, is refused.
 * Bytes after the image's end are allowed.
 *
 * <p>Immutable; one decoder may serve any number of threads.
 */
public final class ImageDecoder {

  private static final long DEFAULT_MAX_PIXELS = 100_000_000;

  // The largest array that every JVM can make.
  private static final long MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8L;

  /** To be counted up when the same bytes come to be decoded that were not, or the reverse. */
  private static final int RULES = 1;

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
    return new ImageDecoder(Math.min(maxPixels, MAX_ARRAY_LENGTH));
  }

  /**
   * The rules by which this decoder refuses an image: one that it has refused, a decoder with the
   * same rules refuses again.
   */
  public String rules() {
    return "decoder %d, at most %d pixels, Java %d"
        .formatted(RULES, maxPixels, Runtime.version().feature());
  }

  /**
   * Decodes the bytes of an image file.
   *
   * @param bytes the whole file; not changed, and not to be changed meanwhile
   * @param name what to call the image in an error's message
   * @return a new upright picture of TYPE_INT_RGB, which the caller may change
   * @throws UnreadableImageException if this is no JPEG, PNG or GIF, if it is damaged, cut or over
   *     the pixel limit
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
   * Decodes an image file. A file that does not begin as an image is not read further.
   *
   * @return a new upright picture of TYPE_INT_RGB, which the caller may change
   * @throws UnreadableImageException as {@link #decode(byte[], String)} does, with the path as name
   * @throws ImageMemoryException if the file or its pixels do not fit into Java's memory
   * @throws IOException if the file is missing or cannot be read
   */
  public BufferedImage decode(Path file) throws IOException {
    String name = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      ImageFormat.of(in.readNBytes(ImageFormat.HEAD_LENGTH), name);
    }
    long length = Files.size(file);
    if (length > MAX_ARRAY_LENGTH) {
      throw new UnreadableImageException(
          name, "a file of " + length + " bytes", "at most " + MAX_ARRAY_LENGTH + " bytes");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (OutOfMemoryError e) {
      throw new ImageMemoryException(name, "a file of " + length + " bytes", e);
    }
    return decode(bytes, name);
  }
}
