package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A strip or tile of a TIFF that is a JPEG, whose tables may stand in the directory. */
final class TiffJpeg {

  private static final int MARK_LENGTH = 2;

  private TiffJpeg() {}

  /**
   * Decodes a block.
   *
   * @param tables a JPEG without pixels, or empty
   * @param colour of the JPEG; null for one that is not supported
   * @return rows of RGB or grey bytes
   */
  static byte[] decode(
      byte[] block,
      byte[] tables,
      @Nullable JpegColour colour,
      TiffLayout layout,
      int rows,
      String name)
      throws UnreadableImageException {
    if (colour == null) {
      throw new UnreadableImageException(
          name,
          "a TIFF file with JPEG compression of " + layout.samples() + " samples a pixel",
          "1 or 3; convert it to JPEG");
    }
    JpegImage jpeg = JpegSegments.read(joined(tables, block), name, colour);
    if (jpeg.width() != layout.blockWidth()
        || jpeg.height() < rows
        || jpeg.height() > layout.blockHeight()) {
      throw new UnreadableImageException(
          name,
          "a JPEG of " + jpeg.width() + "×" + jpeg.height() + " in a TIFF strip or tile",
          layout.blockWidth() + "×" + layout.blockHeight());
    }
    BufferedImage image = jpeg.decode();
    int[] pixels = RgbImages.pixels(image);
    byte[] out = new byte[layout.rowBytes() * rows];
    int samples = layout.samplesTogether();
    for (int i = 0, at = 0; at < out.length; i++) {
      for (int sample = 0; sample < samples; sample++) {
        out[at++] = (byte) (pixels[i] >> (16 - 8 * sample));
      }
    }
    return out;
  }

  // The tables without their end mark, then the block without its start mark.
  private static byte[] joined(byte[] tables, byte[] block) {
    if (tables.length < 2 * MARK_LENGTH || block.length < MARK_LENGTH) {
      return block;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(tables.length + block.length);
    out.write(tables, 0, tables.length - MARK_LENGTH);
    out.write(block, MARK_LENGTH, block.length - MARK_LENGTH);
    return out.toByteArray();
  }
}
