package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * A JPEG file, reduced to what its pixels need.
 *
 * <p>The JDK's codec only warns when a file is cut, guesses colours by rules of its own, fails on
 * odd colour profiles and thumbnails, and spends more time on applying a colour profile than on
 * decoding. So it is handed only tables and scans, headed by an Adobe segment that states the
 * colours.
 */
final class JpegImage implements EncodedImage {

  private final String name;
  private final int width;
  private final int height;
  private final JpegColour colour;
  private final Orientation orientation;
  private final byte[] codecInput;

  /** Takes the array over. */
  JpegImage(
      String name,
      int width,
      int height,
      JpegColour colour,
      Orientation orientation,
      byte[] codecInput) {
    this.name = name;
    this.width = width;
    this.height = height;
    this.colour = colour;
    this.orientation = orientation;
    this.codecInput = codecInput;
  }

  static JpegImage parse(byte[] bytes, String name) throws UnreadableImageException {
    return JpegSegments.read(bytes, name);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public BufferedImage decode() throws UnreadableImageException {
    BufferedImage stored =
        colour.hasInk()
            ? mixInks(
                Codec.decode(
                    ImageFormat.JPEG, codecInput, name, reader -> reader.readRaster(0, null)))
            : RgbImages.of(
                Codec.decode(ImageFormat.JPEG, codecInput, name, reader -> reader.read(0)));
    return orientation.applyTo(stored);
  }

  // Stored inverted, as Adobe does and every viewer takes for granted: 255 is no ink.
  private BufferedImage mixInks(Raster inks) {
    BufferedImage mixed = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] out = RgbImages.pixels(mixed);
    int[] row = new int[width * 4];
    for (int y = 0, at = 0; y < height; y++) {
      inks.getPixels(0, y, width, 1, row);
      for (int x = 0; x < row.length; x += 4) {
        int c = row[x];
        int m = row[x + 1];
        int k = row[x + 3];
        int yellow = row[x + 2];
        if (colour == JpegColour.YCCK) {
          int cmy = JpegColour.rgbOfYcc(c, m, yellow);
          c = cmy >> 16;
          m = cmy >> 8 & 0xFF;
          yellow = cmy & 0xFF;
        }
        out[at++] = (mix(c, k) << 16) | (mix(m, k) << 8) | mix(yellow, k);
      }
    }
    return mixed;
  }

  private static int mix(int ink, int black) {
    return (ink * black + 127) / 255;
  }
}
