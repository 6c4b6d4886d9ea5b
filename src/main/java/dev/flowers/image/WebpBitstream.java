package dev.flowers.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The compressed pixels of a picture in a WebP file: VP8 if lossy, VP8L if lossless.
 *
 * @param body with its own header
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386">RFC 6386, VP8</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649">RFC 9649, WebP</a>
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record WebpBitstream(boolean lossless, int width, int height, byte[] body) {

  private static final int LOSSLESS_SIGNATURE = 0x2F;
  private static final int LOSSLESS_HEADER = 5;
  private static final int SIZE = 0x3FFF;
  private static final int CONTAINER_HEADER = 20;
  // A reader of bits looks this far ahead; what it has used shows behind it.
  private static final int LOOK_AHEAD = 16;

  /**
   * Reads the header of a bitstream.
   *
   * @throws UnreadableImageException if it is cut, or no picture that can be shown
   */
  static WebpBitstream read(ByteCursor in, boolean lossless, long length)
      throws UnreadableImageException {
    int start = in.position();
    int width;
    int height;
    if (lossless) {
      int signature = in.u8();
      long bits = in.u32LittleEndian();
      width = (int) (bits & SIZE) + 1;
      height = (int) (bits >> 14 & SIZE) + 1;
      if (signature != LOSSLESS_SIGNATURE || bits >> 29 != 0) {
        throw in.damaged("another lossless format", "version 0");
      }
    } else {
      int tag = in.u24LittleEndian();
      int code = in.u24LittleEndian();
      width = in.u16LittleEndian() & SIZE;
      height = in.u16LittleEndian() & SIZE;
      boolean keyFrame = (tag & 1) == 0;
      boolean shown = (tag >> 4 & 1) == 1;
      if (code != 0x2A019D || !keyFrame || !shown) {
        throw in.damaged("no key frame that is shown", "one");
      }
      if (width == 0 || height == 0) {
        throw in.damaged("a size of " + width + "×" + height, "at least 1×1 pixel");
      }
      if (in.position() - start + (tag >> 5) > length) {
        throw in.damaged("a first partition of " + (tag >> 5) + " bytes", "at most " + length);
      }
    }
    in.moveTo(start);
    return new WebpBitstream(lossless, width, height, in.bytes((int) length));
  }

  /** A lossless bitstream that comes without its header. */
  static WebpBitstream losslessWithoutHeader(int width, int height, byte[] body, int from) {
    byte[] whole =
        ByteBuffer.allocate(LOSSLESS_HEADER + body.length - from)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) LOSSLESS_SIGNATURE)
            .putInt(width - 1 | (height - 1) << 14)
            .put(body, from, body.length - from)
            .array();
    return new WebpBitstream(true, width, height, whole);
  }

  /**
   * Decodes the pixels.
   *
   * @return of any type
   */
  BufferedImage decode(String name) throws UnreadableImageException {
    return Codec.decode(ImageFormat.WEBP, file(), name, this::readToEnd);
  }

  private BufferedImage readToEnd(ImageReader reader) throws IOException {
    BufferedImage picture = reader.read(0);
    long used = ((ImageInputStream) reader.getInput()).getStreamPosition() - CONTAINER_HEADER;
    if (lossless && used > body.length) {
      throw new IIOException("the data end before the last pixel");
    }
    return picture;
  }

  // Of a lossy one the codec tries to read beyond the end, and fails, when its data end early.
  private byte[] file() {
    int filling = lossless ? LOOK_AHEAD : 1;
    return ByteBuffer.allocate(CONTAINER_HEADER + body.length + filling)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(ISO_8859_1))
        .putInt(12 + body.length + filling)
        .put((lossless ? "WEBPVP8L" : "WEBPVP8 ").getBytes(ISO_8859_1))
        .putInt(body.length)
        .put(body)
        .array();
  }
}
