package dev.flowers.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files of the kinds that ImageIO does not write. */
final class PngBytes {

  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGB_ALPHA = 6;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PngBytes(int width, int height, int bits, int colourType) {
    out.writeBytes("\u0089PNG\r\n\u001A\n".getBytes(ISO_8859_1));
    chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) bits)
            .put((byte) colourType)
            .array());
  }

  PngBytes chunk(String type, int... body) {
    byte[] bytes = new byte[body.length];
    for (int i = 0; i < body.length; i++) {
      bytes[i] = (byte) body[i];
    }
    return chunk(type, bytes);
  }

  PngBytes chunk(String type, byte[] body) {
    byte[] typed =
        ByteBuffer.allocate(4 + body.length).put(type.getBytes(ISO_8859_1)).put(body).array();
    CRC32 crc = new CRC32();
    crc.update(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    out.writeBytes(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    return this;
  }

  /** Adds the pixels, each row with its filter byte 0 in front, and ends the file. */
  byte[] rows(int... filteredRows) {
    byte[] raw = new byte[filteredRows.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) filteredRows[i];
    }
    chunk("IDAT", deflated(raw));
    chunk("IEND");
    return out.toByteArray();
  }

  /** Compresses bytes as PNG and TIFF do. */
  static byte[] deflated(byte[] raw) {
    Deflater deflater = new Deflater();
    deflater.setInput(raw);
    deflater.finish();
    byte[] packed = new byte[raw.length + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    return Arrays.copyOf(packed, length);
  }

  /** Writes the checksums anew of as many chunks as a changed file still has. */
  static byte[] withChecksums(byte[] png) {
    ByteBuffer bytes = ByteBuffer.wrap(png.clone());
    int at = 8;
    while (at <= png.length - 12) {
      int length = bytes.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(bytes.array(), at + 4, 4 + length);
      bytes.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
    return bytes.array();
  }
}
