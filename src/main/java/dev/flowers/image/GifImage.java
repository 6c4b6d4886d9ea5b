package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * The first frame of a GIF file, at its place on the file's screen, which is white.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a specification</a>
 */
final class GifImage implements EncodedImage {

  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int FRAME = 0x2C;
  private static final int TRAILER = 0x3B;
  // Some programs end a block twice.
  private static final int STRAY_TERMINATOR = 0;
  private static final int WHITE = 0xFFFFFF;

  private final int width;
  private final int height;
  private final GifFrame frame;

  private GifImage(int width, int height, GifFrame frame) {
    this.width = width;
    this.height = height;
    this.frame = frame;
  }

  static GifImage parse(byte[] bytes, String name) throws UnreadableImageException {
    ByteCursor in = new ByteCursor(bytes, name, ImageFormat.GIF);
    in.skip(6);
    int screenWidth = in.u16LittleEndian();
    int screenHeight = in.u16LittleEndian();
    int flags = in.u8();
    in.skip(2);
    int[] colours = GifFrame.colourTable(in, flags);
    int transparent = GifFrame.NO_TRANSPARENCY;
    // Behind the first frame nothing is read: what is cut or odd there takes no pixel away.
    for (int block = in.u8(); block != FRAME; block = in.u8()) {
      if (block == EXTENSION) {
        boolean control = in.u8() == GRAPHIC_CONTROL;
        byte[] body = GifFrame.subBlocks(in);
        if (control && body.length >= 4) {
          transparent = (body[0] & 1) == 0 ? GifFrame.NO_TRANSPARENCY : body[3] & 0xFF;
        }
      } else if (block == TRAILER) {
        throw in.damaged("no frame before the trailer", "at least one frame");
      } else if (block != STRAY_TERMINATOR) {
        throw in.damaged(
            "block 0x" + ImageFormat.hex(block), "an extension, a frame or the trailer");
      }
    }
    GifFrame frame = new GifFrame(in, colours, transparent);
    return new GifImage(
        Math.max(screenWidth, frame.right()), Math.max(screenHeight, frame.bottom()), frame);
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
    BufferedImage screen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = RgbImages.pixels(screen);
    Arrays.fill(pixels, WHITE);
    frame.drawOn(pixels, width);
    return screen;
  }
}
