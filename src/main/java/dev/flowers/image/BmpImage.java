package dev.flowers.image;

import java.awt.image.BufferedImage;

/**
 * A BMP file.
 *
 * <p>Not left to the JDK's codec: it loses rows of run-length encoded pictures, applies colour
 * profiles, opens the file that a linked profile names, and hands embedded pictures to whatever
 * reader is on the class path.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/gdi/bitmap-storage">Bitmap
 *     Storage</a>
 */
final class BmpImage implements EncodedImage {

  private final byte[] bytes;
  private final String name;
  private final BmpHeader header;

  private BmpImage(byte[] bytes, String name, BmpHeader header) {
    this.bytes = bytes;
    this.name = name;
    this.header = header;
  }

  static BmpImage parse(byte[] bytes, String name) throws UnreadableImageException {
    return new BmpImage(bytes, name, BmpHeader.read(cursor(bytes, name)));
  }

  @Override
  public int width() {
    return header.width();
  }

  @Override
  public int height() {
    return header.height();
  }

  @Override
  public BufferedImage decode() throws UnreadableImageException {
    int width = header.width();
    int height = header.height();
    int bits = header.bits();
    long stride = ((long) width * bits + 31) / 32 * 4;
    // The filling of the last row may be missing.
    long length = (height - 1) * stride + ((long) width * bits + 7) / 8;
    ByteCursor in = cursor(bytes, name);
    in.skip(header.start());
    if (header.runLength()) {
      byte[] indexes = new byte[width * height];
      BmpRuns.decode(in, bits, width, indexes);
      return drawn(indexes, 0, width, 8);
    }
    int start = in.position();
    in.skip(length);
    return drawn(bytes, start, (int) stride, bits);
  }

  private BufferedImage drawn(byte[] rows, int start, int stride, int bits) {
    int width = header.width();
    int height = header.height();
    BmpMasks masks = header.masks();
    if (masks != null) {
      masks = seen(masks, rows, start, stride);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] out = RgbImages.pixels(image);
    for (int row = 0; row < height; row++) {
      int from = start + row * stride;
      int to = (header.topDown() ? row : height - 1 - row) * width;
      if (masks != null) {
        masks.drawRow(rows, from, width, out, to);
      } else if (bits == 24) {
        drawBgr(rows, from, out, to);
      } else {
        drawIndexes(rows, from, bits, out, to);
      }
    }
    return image;
  }

  // Where every pixel is wholly transparent, the program had no alpha to write.
  private BmpMasks seen(BmpMasks masks, byte[] rows, int start, int stride) {
    for (int row = 0; row < header.height(); row++) {
      if (masks.showsAnything(rows, start + row * stride, header.width())) {
        return masks;
      }
    }
    return masks.opaque();
  }

  private void drawBgr(byte[] rows, int from, int[] out, int to) {
    for (int x = 0, at = from; x < header.width(); x++, at += 3) {
      out[to + x] = (rows[at + 2] & 0xFF) << 16 | (rows[at + 1] & 0xFF) << 8 | (rows[at] & 0xFF);
    }
  }

  private void drawIndexes(byte[] rows, int from, int bits, int[] out, int to) {
    int[] palette = header.palette();
    int mask = (1 << bits) - 1;
    for (int x = 0; x < header.width(); x++) {
      int bit = x * bits;
      int index = rows[from + bit / 8] >> (8 - bits - bit % 8) & mask;
      out[to + x] = palette[index];
    }
  }

  private static ByteCursor cursor(byte[] bytes, String name) {
    return new ByteCursor(bytes, name, ImageFormat.BMP);
  }
}
