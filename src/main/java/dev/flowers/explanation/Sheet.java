package dev.flowers.explanation;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** A white canvas for pictures and lines of text. Close it when all is drawn. */
final class Sheet implements AutoCloseable {
  private final BufferedImage image;
  private final Graphics2D graphics;

  Sheet(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    fill(Color.WHITE, 0, 0, width, height);
  }

  /**
   * Says whether there is a font to write with.
   *
   * @throws IOException if Java finds none
   */
  static void checkFonts() throws IOException {
    try (Sheet sheet = new Sheet(1, 1)) {
      sheet.use(Font.PLAIN, 13, Color.BLACK);
    } catch (InternalError | NoClassDefFoundError e) {
      // The first is what Java throws where fontconfig has nothing, the second when it is asked
      // again.
      throw new IOException(
          "Java found no font, which the picture's words need: install one, such as the packages"
              + " fontconfig and fonts-dejavu-core",
          e);
    }
  }

  BufferedImage image() {
    return image;
  }

  void fill(Color colour, int left, int top, int width, int height) {
    graphics.setColor(colour);
    graphics.fillRect(left, top, width, height);
  }

  /** Frames a square, one pixel wide. */
  void outline(Color colour, int left, int top, int side) {
    graphics.setColor(colour);
    graphics.drawRect(left, top, side - 1, side - 1);
  }

  void image(BufferedImage part, int left, int top) {
    graphics.drawImage(part, left, top, null);
  }

  /**
   * Writes a line, cut with an ellipsis where it is too long.
   *
   * @param style a {@link Font} constant
   * @param baseline pixels from the top
   */
  void text(String text, int style, int size, Color colour, int left, int baseline, int width) {
    FontMetrics metrics = use(style, size, colour);
    String shown = text;
    for (int end = text.length(); end > 0 && metrics.stringWidth(shown) > width; end--) {
      shown = text.substring(0, end - 1) + "…";
    }
    graphics.drawString(shown, left, baseline);
  }

  void centred(String text, int size, Color colour, int middle, int baseline) {
    FontMetrics metrics = use(Font.PLAIN, size, colour);
    graphics.drawString(text, middle - metrics.stringWidth(text) / 2, baseline);
  }

  void flushRight(String text, int size, Color colour, int right, int baseline) {
    FontMetrics metrics = use(Font.PLAIN, size, colour);
    graphics.drawString(text, right - metrics.stringWidth(text), baseline);
  }

  private FontMetrics use(int style, int size, Color colour) {
    graphics.setFont(new Font(Font.SANS_SERIF, style, size));
    graphics.setColor(colour);
    return graphics.getFontMetrics();
  }

  @Override
  public void close() {
    graphics.dispose();
  }
}
