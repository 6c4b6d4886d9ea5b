package dev.flowers.report;

import dev.flowers.image.EncodedPicture;
import dev.flowers.image.ImageDecoder;
import dev.flowers.image.SquareThumbnail;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Small pictures of photos: the centre square, which is all that the network sees, as a JPEG in a
 * data URI.
 *
 * <p>A photo that cannot be read (moved, deleted or damaged since it was evaluated) becomes a grey
 * square with a cross: the report is written all the same.
 */
final class Thumbnails {
  private final ImageDecoder decoder = ImageDecoder.withDefaults();

  /**
   * Puts a picture on a page.
   *
   * @param side its width and height in pixels
   * @param meaning what it shows, for those who do not see it
   */
  static void image(Markup page, String picture, int side, String meaning) {
    String pixels = Integer.toString(side);
    page.empty("img", "src", picture, "width", pixels, "height", pixels, "alt", meaning);
  }

  /**
   * Pictures of single photos.
   *
   * @param side their width and height in pixels
   */
  List<String> single(List<Path> photos, int side, float quality) {
    return photos.parallelStream()
        .map(photo -> EncodedPicture.jpeg(square(photo, side), quality).dataUri())
        .toList();
  }

  /**
   * One picture of many photos, row by row.
   *
   * @param side a tile's width and height, a multiple of 16: then a tile is made of whole blocks of
   *     the JPEG, and at most its outermost pixels mix with the next tile's, when a decoder smooths
   *     the colours
   */
  String sheet(List<Path> photos, int side, int columns, float quality) {
    int rows = Math.max(1, (photos.size() + columns - 1) / columns);
    BufferedImage sheet =
        new BufferedImage(columns * side, rows * side, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, photos.size())
        .parallel()
        .forEach(
            i -> {
              int[] tile = square(photos.get(i), side).getRGB(0, 0, side, side, null, 0, side);
              int left = i % columns * side;
              int top = i / columns * side;
              // Tiles do not overlap, so that threads do not write the same pixel.
              sheet.setRGB(left, top, side, side, tile, 0, side);
            });
    return EncodedPicture.jpeg(sheet, quality).dataUri();
  }

  private BufferedImage square(Path photo, int side) {
    try {
      return SquareThumbnail.of(decoder.decode(photo), side);
    } catch (IOException e) {
      return placeholder(side);
    }
  }

  private static BufferedImage placeholder(int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0xC8C6C1));
    graphics.fillRect(0, 0, side, side);
    graphics.setColor(new Color(0x8A8780));
    graphics.drawLine(side / 4, side / 4, side - side / 4, side - side / 4);
    graphics.drawLine(side / 4, side - side / 4, side - side / 4, side / 4);
    graphics.dispose();
    return image;
  }
}
