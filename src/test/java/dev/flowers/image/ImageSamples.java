package dev.flowers.image;

import static dev.flowers.image.TiffBytes.SHORT;
import static dev.flowers.image.TiffBytes.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.List;

/** Small files of every kind of each format, to be damaged. */
final class ImageSamples {

  private static final BufferedImage NOISE = Pictures.noise(24, 20);

  private ImageSamples() {}

  static List<byte[]> of(ImageFormat format) {
    return switch (format) {
      case JPEG ->
          List.of(
              ImageBytes.jpeg(NOISE, false),
              ImageBytes.jpeg(NOISE, true),
              ImageBytes.jpegOfComponents(
                  Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 20, 15, 4, null)));
      case PNG ->
          List.of(
              ImageBytes.encoded(NOISE, "png"),
              new PngBytes(3, 2, 8, PngBytes.GREY).chunk("tRNS", 0, 2).rows(0, 1, 2, 3, 0, 4, 5, 6),
              new PngBytes(2, 2, 4, PngBytes.PALETTE)
                  .chunk("PLTE", 1, 2, 3, 4, 5, 6)
                  .chunk("tRNS", 3)
                  .rows(0, 0x10, 0, 0x01));
      case GIF ->
          List.of(
              ImageBytes.encoded(NOISE, "gif"),
              ImageBytes.gif(Pictures.painted(9, 8, (x, y) -> x * y), true),
              ImageBytes.animatedGif(NOISE, NOISE));
      case BMP -> bmp();
      case TIFF -> tiff();
      case WEBP -> WebpBytes.NAMES.stream().map(WebpBytes::named).toList();
    };
  }

  private static List<byte[]> bmp() {
    int[] colours = {0x102030, 0xFF0000, 0x00FF00, 0x0000FF};
    return List.of(
        ImageBytes.encoded(NOISE, "bmp"),
        new BmpBytes(3, -2, 4).palette(colours).pixels(0x12, 0x30, 0, 0, 0x32, 0x10, 0, 0),
        new BmpBytes(2, 2, 16).masks(0xF800, 0x7E0, 0x1F).pixels(1, 2, 3, 4, 5, 6, 7, 8),
        new BmpBytes(1, 2, 32)
            .masks(0xFF, 0xFF00, 0xFF0000, 0xFF000000)
            .pixels(1, 2, 3, 4, 5, 6, 7, 8),
        new BmpBytes(4, 2, 8)
            .compression(BmpBytes.RLE8)
            .palette(colours)
            .pixels(3, 1, 1, 2, 0, 0, 0, 3, 3, 2, 1, 0, 1, 2, 0, 0, 0, 1),
        new BmpBytes(5, 1, 4)
            .compression(BmpBytes.RLE4)
            .palette(colours)
            .pixels(2, 0x12, 0, 3, 0x31, 0x20, 0, 1));
  }

  private static List<byte[]> tiff() {
    List<byte[]> files = new ArrayList<>();
    for (String compression : new String[] {"LZW", "ZLib", "PackBits", "JPEG"}) {
      files.add(ImageBytes.tiff(NOISE, compression));
    }
    BufferedImage page =
        Pictures.painted(
            24, 20, BufferedImage.TYPE_BYTE_BINARY, (x, y) -> (x * y) % 5 == 0 ? 0 : 0xFFFFFF);
    for (String compression : new String[] {"CCITT RLE", "CCITT T.4", "CCITT T.6"}) {
      files.add(ImageBytes.tiff(page, compression));
    }
    byte[] row = {1, 2, 3, 4, 5, 6};
    files.add(image(2, 1, 2, 3, 8).strips(row));
    files.add(image(2, 1, 2, 3, 8).big().strips(row));
    files.add(
        image(2, 1, 2, 3, 8)
            .field(TiffTag.PLANAR_CONFIGURATION, SHORT, 2)
            .strips(new byte[] {1, 4}, new byte[] {2, 5}, new byte[] {3, 6}));
    files.add(
        image(3, 1, 1, 1, 8)
            .field(TiffTag.TILE_WIDTH, SHORT, 2)
            .field(TiffTag.TILE_LENGTH, SHORT, 2)
            .tiles(new byte[] {1, 2, 0, 0}, new byte[] {3, 0, 0, 0}));
    files.add(
        image(3, 1, 1, 1, 16)
            .field(TiffTag.COMPRESSION, SHORT, 8)
            .field(TiffTag.PREDICTOR, SHORT, 2)
            .strips(PngBytes.deflated(row)));
    return files;
  }
}
