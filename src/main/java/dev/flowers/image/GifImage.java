package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * The first frame of a GIF file, at its place on the file's (white) screen.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a specification</a>
 */
final class GifImage implements EncodedImage {

  private static final ImageFormat FORMAT = ImageFormat.GIF;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int WHITE = 0xFFFFFF;

  private final byte[] bytes;
  private final String name;
  private final int width;
  private final int height;
  private final int left;
  private final int top;

  private GifImage(byte[] bytes, String name, int width, int height, int left, int top) {
    this.bytes = bytes;
    this.name = name;
    this.width = width;
    this.height = height;
    this.left = left;
    this.top = top;
  }

  static GifImage parse(byte[] bytes, String name) throws UnreadableImageException {
    ByteCursor in = new ByteCursor(bytes, name, FORMAT);
    in.skip(6);
    int screenWidth = in.u16LittleEndian();
    int screenHeight = in.u16LittleEndian();
    int screenFlags = in.u8();
    in.skip(2);
    skipColourTable(in, screenFlags);
    GifImage first = null;
    while (true) {
      int block = in.u8();
      switch (block) {
        case EXTENSION -> {
          in.skip(1);
          skipSubBlocks(in);
        }
        case FRAME -> {
          int left = in.u16LittleEndian();
          int top = in.u16LittleEndian();
          int width = in.u16LittleEndian();
          int height = in.u16LittleEndian();
          if (width == 0 || height == 0) {
            throw in.damaged("a frame of " + width + "×" + height, "at least 1×1 pixel");
          }
          skipColourTable(in, in.u8());
          in.skip(1);
          skipSubBlocks(in);
          if (first == null) {
            int right = Math.max(screenWidth, left + width);
            int bottom = Math.max(screenHeight, top + height);
            first = new GifImage(bytes, name, right, bottom, left, top);
          }
        }
        case TRAILER -> {
          if (first == null) {
            throw in.damaged("no frame before the trailer", "at least one frame");
          }
          return first;
        }
        default ->
            throw in.damaged(
                String.format("block 0x%02x", block), "an extension, a frame or the trailer");
      }
    }
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
    BufferedImage frame = RgbImages.of(Codec.decode(FORMAT, bytes, name, reader -> reader.read(0)));
    if (frame.getWidth() == width && frame.getHeight() == height) {
      return frame;
    }
    BufferedImage screen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Arrays.fill(RgbImages.pixels(screen), WHITE);
    screen.getRaster().setRect(left, top, frame.getRaster());
    return screen;
  }

  private static void skipColourTable(ByteCursor in, int flags) throws UnreadableImageException {
    if ((flags & 0x80) != 0) {
      in.skip(3L << ((flags & 7) + 1));
    }
  }

  private static void skipSubBlocks(ByteCursor in) throws UnreadableImageException {
    for (int length = in.u8(); length != 0; length = in.u8()) {
      in.skip(length);
    }
  }
}
