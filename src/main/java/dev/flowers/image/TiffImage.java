package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The first picture of a TIFF or BigTIFF file.
 *
 * <p>The JDK's codec leaves black what a strip lacks, refuses 16 bits with a predictor, mistakes
 * YCbCr without JPEG for RGB and applies colour profiles, so it has only the CCITT compressions to
 * do.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</a>
 */
final class TiffImage implements EncodedImage {

  private static final int NO_PREDICTOR = 1;
  private static final int HORIZONTAL = 2;
  private static final int LOWEST_BIT_FIRST = 2;
  private static final int REDUCED = 1;

  private final byte[] bytes;
  private final String name;
  private final TiffDirectory directory;
  private final TiffLayout layout;
  private final TiffCompression compression;
  private final TiffColour colour;
  private final int predictor;

  /** Rows of samples from some byte on. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Rows(byte[] bytes, int from) {}

  private TiffImage(byte[] bytes, String name) throws UnreadableImageException {
    this.bytes = bytes;
    this.name = name;
    directory = TiffDirectory.first(ByteBuffer.wrap(bytes));
    if (!directory.isWhole()) {
      throw new UnreadableImageException(
          name,
          "a truncated TIFF file of " + ByteCursor.count(bytes.length) + " without its directory",
          "a directory of fields");
    }
    refuseCameraRaw();
    compression = TiffCompression.of(directory, name);
    layout = TiffLayout.of(directory, name);
    colour = TiffColour.of(directory, layout, name);
    predictor = compression.hasPredictor() ? first(TiffTag.PREDICTOR, NO_PREDICTOR) : NO_PREDICTOR;
    boolean octets = layout.bits() == 8 || layout.bits() == 16;
    if (predictor != NO_PREDICTOR && !(predictor == HORIZONTAL && octets)) {
      throw new UnreadableImageException(
          name,
          "a TIFF file with predictor " + predictor + " on " + layout.bits() + " bits a sample",
          "none, or 2 on 8 or 16 bits");
    }
    if (compression.isFax() && (layout.bits() != 1 || layout.samplesTogether() != 1)) {
      throw new UnreadableImageException(
          name, "a TIFF file with CCITT compression of colours", "of black and white");
    }
    if (compression == TiffCompression.JPEG && layout.bits() != 8) {
      throw new UnreadableImageException(
          name, "a TIFF file with JPEG compression of " + layout.bits() + " bits", "of 8 bits");
    }
  }

  static TiffImage parse(byte[] bytes, String name) throws UnreadableImageException {
    return new TiffImage(bytes, name);
  }

  @Override
  public int width() {
    return layout.width();
  }

  @Override
  public int height() {
    return layout.height();
  }

  @Override
  public BufferedImage decode() throws UnreadableImageException {
    BufferedImage image =
        new BufferedImage(layout.width(), layout.height(), BufferedImage.TYPE_INT_RGB);
    int[] out = RgbImages.pixels(image);
    TiffColour mixed = compression == TiffCompression.JPEG ? colour.afterJpeg() : colour;
    for (int blockY = 0; blockY < layout.blocksDown(); blockY++) {
      for (int blockX = 0; blockX < layout.blocksAcross(); blockX++) {
        drawBlock(blockX, blockY, mixed, out);
      }
    }
    return Orientation.of(directory).applyTo(image);
  }

  private void drawBlock(int blockX, int blockY, TiffColour mixed, int[] out)
      throws UnreadableImageException {
    int rows = layout.rows(blockY);
    Rows[] planes = new Rows[layout.planar() ? layout.samples() : 1];
    for (int plane = 0; plane < planes.length; plane++) {
      planes[plane] = block(layout.index(blockX, blockY, plane), rows);
    }
    int left = blockX * layout.blockWidth();
    int columns = Math.min(layout.blockWidth(), layout.width() - left);
    int samples = layout.samples();
    int together = layout.samplesTogether();
    int[] row = new int[columns * samples];
    for (int y = 0; y < rows; y++) {
      for (int plane = 0; plane < planes.length; plane++) {
        int from = planes[plane].from + y * layout.rowBytes();
        unpack(planes[plane].bytes, from, columns * together, row, plane, samples / together);
      }
      int at = (blockY * layout.blockHeight() + y) * layout.width() + left;
      for (int x = 0; x < columns; x++) {
        out[at + x] = mixed.rgb(row, x * samples);
      }
    }
  }

  private void unpack(byte[] in, int from, int count, int[] out, int to, int step) {
    int bits = layout.bits();
    if (bits == 8) {
      for (int i = 0; i < count; i++) {
        out[to + i * step] = in[from + i] & 0xFF;
      }
    } else if (bits == 16) {
      boolean little = directory.order() == ByteOrder.LITTLE_ENDIAN;
      for (int i = 0; i < count; i++) {
        int first = in[from + 2 * i] & 0xFF;
        int second = in[from + 2 * i + 1] & 0xFF;
        out[to + i * step] = little ? second << 8 | first : first << 8 | second;
      }
    } else {
      int window = 0;
      int held = 0;
      int at = from;
      for (int i = 0; i < count; i++) {
        for (; held < bits; held += 8) {
          window = ((window << 8) | (in[at++] & 0xFF)) & 0xFF_FFFF;
        }
        held -= bits;
        out[to + i * step] = window >> held & ((1 << bits) - 1);
      }
    }
  }

  /** The rows of a block, without compression and predictor. */
  private Rows block(int index, int rows) throws UnreadableImageException {
    int length = layout.rowBytes() * rows;
    long offset = layout.offsets()[index];
    boolean reversed = first(TiffTag.FILL_ORDER, 1) == LOWEST_BIT_FIRST;
    if (compression == TiffCompression.NONE && !reversed) {
      // The number of bytes is known; some programs write another.
      if (offset < 1 || offset > bytes.length - length) {
        throw truncated("a strip or tile of " + ByteCursor.count(length) + " at byte " + offset);
      }
      return new Rows(bytes, (int) offset);
    }
    if (offset < 1 || offset >= bytes.length) {
      throw truncated("a strip or tile at byte " + offset);
    }
    long rest = bytes.length - offset;
    long count = layout.byteCounts().length == 0 ? rest : layout.byteCounts()[index];
    byte[] block =
        Arrays.copyOfRange(
            bytes, (int) offset, (int) (offset + Math.max(0, Math.min(count, rest))));
    if (compression == TiffCompression.JPEG) {
      byte[] tables = directory.bytes(TiffTag.JPEG_TABLES);
      if (directory.has(TiffTag.JPEG_TABLES) && tables.length == 0) {
        throw truncated("the tables of its JPEGs");
      }
      return new Rows(TiffJpeg.decode(block, tables, colour.inJpeg(layout), layout, rows, name), 0);
    }
    if (reversed) {
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) (Integer.reverse(block[i]) >>> 24);
      }
    }
    if (compression.isFax()) {
      int options = first(TiffTag.T4_OPTIONS, 0);
      return new Rows(
          TiffFax.decode(compression, block, layout.blockWidth(), rows, options, name), 0);
    }
    byte[] out = new byte[length];
    int decoded = compression.decode(block, out);
    if (decoded < length) {
      throw truncated("a strip or tile of " + ByteCursor.count(length) + ", not " + decoded);
    }
    if (predictor == HORIZONTAL) {
      addUp(out, rows);
    }
    return new Rows(out, 0);
  }

  private void addUp(byte[] block, int rows) {
    int step = layout.samplesTogether();
    int rowBytes = layout.rowBytes();
    boolean little = directory.order() == ByteOrder.LITTLE_ENDIAN;
    for (int y = 0; y < rows; y++) {
      int from = y * rowBytes;
      if (layout.bits() == 8) {
        for (int i = from + step; i < from + rowBytes; i++) {
          block[i] += block[i - step];
        }
      } else {
        ByteBuffer row =
            ByteBuffer.wrap(block).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        for (int i = from + 2 * step; i < from + rowBytes; i += 2) {
          row.putShort(i, (short) (row.getShort(i) + row.getShort(i - 2 * step)));
        }
      }
    }
  }

  private void refuseCameraRaw() throws UnreadableImageException {
    // The first picture of such a file is a small preview, and a DNG may be nothing else.
    boolean preview =
        (first(TiffTag.NEW_SUBFILE_TYPE, 0) & REDUCED) != 0 && directory.has(TiffTag.SUB_IFDS);
    if (preview || directory.has(TiffTag.DNG_VERSION)) {
      throw new UnreadableImageException(
          name, "a camera raw file", "a TIFF image; convert it to JPEG");
    }
  }

  private UnreadableImageException truncated(String expected) {
    return new UnreadableImageException(
        name, "a truncated or damaged TIFF file of " + ByteCursor.count(bytes.length), expected);
  }

  private int first(int tag, int absent) throws UnreadableImageException {
    return directory.first(tag, absent, name);
  }
}
