package dev.flowers.image;

import java.awt.image.BufferedImage;

/**
 * A PNG file. The JDK's codec does not ask for the closing chunk, so the chunks are counted here.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">Portable Network Graphics</a>
 */
final class PngImage implements EncodedImage {

  private static final ImageFormat FORMAT = ImageFormat.PNG;
  private static final int CHECKSUM_LENGTH = 4;

  private final byte[] bytes;
  private final String name;
  private final int width;
  private final int height;

  private PngImage(byte[] bytes, String name, int width, int height) {
    this.bytes = bytes;
    this.name = name;
    this.width = width;
    this.height = height;
  }

  static PngImage parse(byte[] bytes, String name) throws UnreadableImageException {
    ByteCursor in = new ByteCursor(bytes, name, FORMAT);
    in.skip(8);
    long headerLength = in.u32BigEndian();
    String headerType = in.ascii(4);
    if (headerLength != 13 || !headerType.equals("IHDR")) {
      throw in.damaged(
          "chunk " + printable(headerType) + " of " + headerLength + " bytes first",
          "chunk IHDR of 13 bytes");
    }
    long width = in.u32BigEndian();
    long height = in.u32BigEndian();
    if (width == 0 || height == 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw in.damaged("a size of " + width + "×" + height, "at least 1×1 pixel");
    }
    in.skip(5 + CHECKSUM_LENGTH);
    String type;
    do {
      long length = in.u32BigEndian();
      type = in.ascii(4);
      in.skip(length + CHECKSUM_LENGTH);
    } while (!type.equals("IEND"));
    return new PngImage(bytes, name, (int) width, (int) height);
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
    return RgbImages.of(Codec.decode(FORMAT, bytes, name, reader -> reader.read(0)));
  }

  private static String printable(String type) {
    return type.replaceAll("[^A-Za-z]", "?");
  }
}
