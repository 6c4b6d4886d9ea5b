package dev.flowers.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One walk through the chunks of a WebP file, as far as its first picture needs. */
final class WebpChunks {

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int ANIMATED = 2;

  private final byte[] bytes;
  private final ByteCursor in;
  private int width;
  private int height;
  private boolean animated;
  private byte[] alpha = new byte[0];
  private @Nullable WebpFrame frame;
  private Orientation orientation = Orientation.UPRIGHT;

  private WebpChunks(byte[] bytes, String name) {
    this.bytes = bytes;
    in = new ByteCursor(bytes, name, ImageFormat.WEBP);
  }

  /**
   * Reads a file to the end that its header names.
   *
   * @throws UnreadableImageException if it is cut, has no picture, or one of another size
   */
  static WebpChunks read(byte[] bytes, String name) throws UnreadableImageException {
    WebpChunks chunks = new WebpChunks(bytes, name);
    chunks.read();
    return chunks;
  }

  /** Width of the canvas in pixels. */
  int width() {
    return width;
  }

  /** Height of the canvas in pixels. */
  int height() {
    return height;
  }

  WebpFrame frame() {
    if (frame == null) {
      throw new IllegalStateException("read() refuses a file without a picture");
    }
    return frame;
  }

  Orientation orientation() {
    return orientation;
  }

  private void read() throws UnreadableImageException {
    in.skip(4);
    long end = CHUNK_HEADER + in.u32LittleEndian();
    // The filling of the last chunk may be missing.
    in.skip(Math.max(0, end - CHUNK_HEADER - 1));
    in.moveTo(RIFF_HEADER);
    while (in.position() + CHUNK_HEADER <= end) {
      String type = in.ascii(4);
      long length = in.u32LittleEndian();
      in.skip(length);
      int after = in.position();
      in.moveTo(after - (int) length);
      readChunk(type, (int) length);
      in.moveTo(after);
      in.skip(in.has(1) ? length % 2 : 0);
    }
    if (frame == null) {
      throw in.damaged("no picture before the end", "a chunk VP8, VP8L or ANMF");
    }
  }

  private void readChunk(String type, int length) throws UnreadableImageException {
    switch (type) {
      case "VP8X" -> {
        if (frame == null) {
          animated = (in.u8() & ANIMATED) != 0;
          in.skip(3);
          width = in.u24LittleEndian() + 1;
          height = in.u24LittleEndian() + 1;
        }
      }
      case "ANMF" -> {
        if (animated && frame == null) {
          readAnimationFrame(length);
        }
      }
      case "ALPH" -> {
        if (frame == null) {
          alpha = in.bytes(length);
        }
      }
      case "VP8 ", "VP8L" -> {
        if (!animated && frame == null) {
          WebpBitstream picture = WebpBitstream.read(in, type.equals("VP8L"), length);
          width = width == 0 ? picture.width() : width;
          height = height == 0 ? picture.height() : height;
          requireSize(picture, width, height);
          frame = new WebpFrame(0, 0, picture, alpha);
        }
      }
      case "EXIF" ->
          orientation = Orientation.ofExif(ByteBuffer.wrap(bytes, in.position(), length));
      default -> {}
    }
  }

  private void readAnimationFrame(int length) throws UnreadableImageException {
    int end = in.position() + length;
    int left = 2 * in.u24LittleEndian();
    int top = 2 * in.u24LittleEndian();
    int frameWidth = in.u24LittleEndian() + 1;
    int frameHeight = in.u24LittleEndian() + 1;
    if (frameWidth > width - left || frameHeight > height - top) {
      throw in.damaged(
          "a frame of " + frameWidth + "×" + frameHeight + " at " + left + "," + top,
          "one inside the canvas of " + width + "×" + height);
    }
    in.skip(4);
    while (frame == null && in.position() + CHUNK_HEADER <= end) {
      String type = in.ascii(4);
      long partLength = in.u32LittleEndian();
      if (partLength > end - in.position()) {
        throw in.damaged("chunk " + type + " of " + partLength + " bytes", "one inside its frame");
      }
      int after = in.position() + (int) (partLength + partLength % 2);
      if (type.equals("ALPH")) {
        alpha = in.bytes((int) partLength);
      } else if (type.equals("VP8 ") || type.equals("VP8L")) {
        WebpBitstream picture = WebpBitstream.read(in, type.equals("VP8L"), partLength);
        requireSize(picture, frameWidth, frameHeight);
        frame = new WebpFrame(left, top, picture, alpha);
      }
      in.moveTo(after);
    }
  }

  private void requireSize(WebpBitstream picture, int expectedWidth, int expectedHeight)
      throws UnreadableImageException {
    if (picture.width() != expectedWidth || picture.height() != expectedHeight) {
      throw in.damaged(
          "a picture of " + picture.width() + "×" + picture.height(),
          expectedWidth + "×" + expectedHeight);
    }
  }
}
