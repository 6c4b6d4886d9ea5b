package dev.flowers.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The three CCITT compressions of TIFF, which the JDK's codec undoes: each strip is handed to it as
 * a file of its own.
 */
final class TiffFax {

  private static final int SHORT = 3;
  private static final int LONG = 4;

  private TiffFax() {}

  /**
   * Decodes a strip.
   *
   * @param t4Options of the directory
   * @return rows of one bit a pixel, each beginning at a byte
   */
  static byte[] decode(
      TiffCompression compression, byte[] strip, int width, int rows, int t4Options, String name)
      throws UnreadableImageException {
    Raster raster =
        Codec.decode(
            ImageFormat.TIFF,
            file(compression, strip, width, rows, t4Options),
            name,
            reader -> reader.read(0).getRaster());
    return ((DataBufferByte) raster.getDataBuffer()).getData();
  }

  private static byte[] file(
      TiffCompression compression, byte[] strip, int width, int rows, int t4Options) {
    int[][] entries = {
      {TiffTag.IMAGE_WIDTH, LONG, width},
      {TiffTag.IMAGE_LENGTH, LONG, rows},
      {TiffTag.BITS_PER_SAMPLE, SHORT, 1},
      {TiffTag.COMPRESSION, SHORT, compression.code()},
      {TiffTag.PHOTOMETRIC, SHORT, 1},
      {TiffTag.STRIP_OFFSETS, LONG, 8},
      {TiffTag.SAMPLES_PER_PIXEL, SHORT, 1},
      {TiffTag.ROWS_PER_STRIP, LONG, rows},
      {TiffTag.STRIP_BYTE_COUNTS, LONG, strip.length},
      {TiffTag.T4_OPTIONS, LONG, t4Options},
    };
    ByteBuffer out =
        ByteBuffer.allocate(8 + strip.length + 2 + entries.length * 12 + 4)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8 + strip.length).put(strip);
    out.putShort((short) entries.length);
    for (int[] entry : entries) {
      out.putShort((short) entry[0]).putShort((short) entry[1]).putInt(1).putInt(entry[2]);
    }
    return out.array();
  }
}
