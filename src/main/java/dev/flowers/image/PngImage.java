package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * A PNG file, reduced to what its pixels need.
 *
 * <p>The JDK's codec does not ask for the closing chunk, fails on malformed chunks that say nothing
 * about pixels, and applies transparency to some bit depths alone. So it is handed only the header
 * and the compressed rows; palette, transparency and orientation are applied here.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">Portable Network Graphics</a>
 */
final class PngImage implements EncodedImage {

  private static final int WHITE = 0xFFFFFF;

  private final String name;
  private final PngChunks chunks;

  private PngImage(String name, PngChunks chunks) {
    this.name = name;
    this.chunks = chunks;
  }

  static PngImage parse(byte[] bytes, String name) throws UnreadableImageException {
    return new PngImage(name, PngChunks.read(bytes, name));
  }

  @Override
  public int width() {
    return chunks.width();
  }

  @Override
  public int height() {
    return chunks.height();
  }

  @Override
  public BufferedImage decode() throws UnreadableImageException {
    BufferedImage decoded =
        Codec.decode(ImageFormat.PNG, chunks.codecInput(), name, reader -> reader.read(0));
    BufferedImage rgb =
        switch (chunks.colourType()) {
          case PngChunks.INDEXED -> lookedUp(decoded.getRaster());
          case PngChunks.GREY, PngChunks.RGB -> keyed(decoded);
          default -> RgbImages.of(decoded);
        };
    return chunks.orientation().applyTo(rgb);
  }

  private BufferedImage lookedUp(Raster indexes) {
    // What lies beyond the palette is black, as libpng has it.
    int[] colours = new int[256];
    byte[] palette = chunks.palette();
    byte[] alpha = chunks.transparency();
    for (int i = 0; i < Math.min(colours.length, palette.length / 3); i++) {
      colours[i] =
          RgbImages.overWhite(
              i < alpha.length ? alpha[i] & 0xFF : 255,
              palette[3 * i] & 0xFF,
              palette[3 * i + 1] & 0xFF,
              palette[3 * i + 2] & 0xFF);
    }
    int width = indexes.getWidth();
    BufferedImage rgb = new BufferedImage(width, indexes.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] out = RgbImages.pixels(rgb);
    int[] row = new int[width];
    for (int y = 0; y < indexes.getHeight(); y++) {
      indexes.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        out[y * width + x] = colours[row[x]];
      }
    }
    return rgb;
  }

  // One colour may be named that is transparent.
  private BufferedImage keyed(BufferedImage decoded) {
    BufferedImage rgb = RgbImages.of(decoded);
    Raster samples = decoded.getRaster();
    int bands = samples.getNumBands();
    byte[] transparency = chunks.transparency();
    if (transparency.length < 2 * bands) {
      return rgb;
    }
    int[] key = new int[bands];
    for (int band = 0; band < bands; band++) {
      int stored = (transparency[2 * band] & 0xFF) << 8 | (transparency[2 * band + 1] & 0xFF);
      key[band] = stored & ((1 << chunks.depth()) - 1);
    }
    int width = rgb.getWidth();
    int[] out = RgbImages.pixels(rgb);
    int[] row = new int[width * bands];
    for (int y = 0; y < rgb.getHeight(); y++) {
      samples.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (Arrays.equals(row, x * bands, (x + 1) * bands, key, 0, bands)) {
          out[y * width + x] = WHITE;
        }
      }
    }
    return rgb;
  }
}
