package dev.flowers.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * The centre square of a picture, scaled for display: with smoothing, unlike {@link SquareCrop},
 * which scales for the network.
 */
public final class SquareThumbnail {
  private SquareThumbnail() {}

  /**
   * Cuts and scales.
   *
   * @param image of any type; transparent pixels are laid over white
   * @param side width and height of the result in pixels, at least 1
   * @return a new picture of TYPE_INT_RGB
   */
  public static BufferedImage of(BufferedImage image, int side) {
    int cut = Math.min(image.getWidth(), image.getHeight());
    BufferedImage square =
        RgbImages.of(
            image.getSubimage(
                (image.getWidth() - cut) / 2, (image.getHeight() - cut) / 2, cut, cut));
    // Bilinear looks at four pixels alone: by halves, every pixel of the photo has its part.
    while (square.getWidth() >= 2 * side) {
      square = scaled(square, Math.max(side, square.getWidth() / 2));
    }
    return scaled(square, side);
  }

  private static BufferedImage scaled(BufferedImage image, int side) {
    BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, side, side, null);
    graphics.dispose();
    return scaled;
  }
}
