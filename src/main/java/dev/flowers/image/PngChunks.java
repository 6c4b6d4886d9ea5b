package dev.flowers.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** One walk through the chunks of a PNG file: what decides about its pixels is kept. */
final class PngChunks {

  static final int GREY = 0;
  static final int RGB = 2;
  static final int INDEXED = 3;

  private static final byte[] SIGNATURE = "\u0089PNG\r\n\u001A\n".getBytes(ISO_8859_1);
  private static final int HEADER_LENGTH = 13;
  private static final int TYPE_LENGTH = 4;
  private static final int CHECKSUM_LENGTH = 4;
  private static final int MAX_PALETTE = 256 * 3;

  private final byte[] bytes;
  private final ByteCursor in;
  private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH);
  private byte[] palette = new byte[0];
  private byte[] transparency = new byte[0];
  private Orientation orientation = Orientation.UPRIGHT;

  private PngChunks(byte[] bytes, String name) {
    this.bytes = bytes;
    in = new ByteCursor(bytes, name, ImageFormat.PNG);
  }

  /**
   * Reads a file to its closing chunk.
   *
   * @throws UnreadableImageException if it is cut, or a chunk that decides about pixels is damaged
   */
  static PngChunks read(byte[] bytes, String name) throws UnreadableImageException {
    PngChunks chunks = new PngChunks(bytes, name);
    chunks.read();
    return chunks;
  }

  /** Width in pixels, at least 1. */
  int width() {
    return header.getInt(0);
  }

  /** Height in pixels, at least 1. */
  int height() {
    return header.getInt(4);
  }

  /** The bits of a sample. */
  int depth() {
    return header.get(8);
  }

  /** {@link #GREY}, {@link #RGB}, {@link #INDEXED} or one of those that store alpha. */
  int colourType() {
    return header.get(9);
  }

  /** Red, green and blue of each index; empty if there is no palette. */
  byte[] palette() {
    return palette;
  }

  /** The body of the transparency chunk; empty if there is none. */
  byte[] transparency() {
    return transparency;
  }

  Orientation orientation() {
    return orientation;
  }

  /** A file of the header and the rows alone, with a palette of black where one must be. */
  byte[] codecInput() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(rows.size() + MAX_PALETTE + 100);
    out.writeBytes(SIGNATURE);
    write(out, "IHDR", header.array());
    if (colourType() == INDEXED) {
      write(out, "PLTE", new byte[depth() < 8 ? 3 << depth() : MAX_PALETTE]);
    }
    write(out, "IDAT", rows.toByteArray());
    write(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private void read() throws UnreadableImageException {
    in.skip(SIGNATURE.length);
    long length = in.u32BigEndian();
    String type = in.ascii(TYPE_LENGTH);
    if (length != HEADER_LENGTH || !type.equals("IHDR")) {
      throw in.damaged(
          "chunk " + printable(type) + " of " + length + " bytes first", "chunk IHDR of 13 bytes");
    }
    header = ByteBuffer.wrap(sound(type, length));
    if (width() <= 0 || height() <= 0) {
      throw in.damaged(
          "a size of "
              + Integer.toUnsignedString(width())
              + "×"
              + Integer.toUnsignedString(height()),
          "at least 1×1 pixel");
    }
    do {
      length = in.u32BigEndian();
      type = in.ascii(TYPE_LENGTH);
      readChunk(type, length);
    } while (!type.equals("IEND"));
    if (colourType() == INDEXED && palette.length == 0) {
      throw in.damaged("indexed colours without chunk PLTE", "a palette");
    }
  }

  private void readChunk(String type, long length) throws UnreadableImageException {
    boolean beforeRows = rows.size() == 0;
    switch (type) {
      case "IDAT" -> rows.writeBytes(sound(type, length));
      case "PLTE" -> palette = beforeRows ? sound(type, length) : skipped(length, palette);
      case "tRNS" -> {
        boolean first = beforeRows && transparency.length == 0;
        transparency = first ? sound(type, length) : skipped(length, transparency);
      }
      case "eXIf" -> {
        in.skip(length);
        int start = in.position() - (int) length;
        if (in.u32BigEndian() == checksum(start - TYPE_LENGTH, in.position() - CHECKSUM_LENGTH)) {
          orientation = Orientation.ofExif(ByteBuffer.wrap(bytes, start, (int) length));
        }
      }
      case "IEND" -> in.skip(length + CHECKSUM_LENGTH);
      default -> {
        if (Character.isUpperCase(type.charAt(0))) {
          throw in.damaged(
              "chunk " + printable(type) + ", which must be understood", "IHDR, PLTE, IDAT, IEND");
        }
        in.skip(length + CHECKSUM_LENGTH);
      }
    }
  }

  private byte[] skipped(long length, byte[] kept) throws UnreadableImageException {
    in.skip(length + CHECKSUM_LENGTH);
    return kept;
  }

  /** Reads the body of a chunk and compares its checksum. */
  private byte[] sound(String type, long length) throws UnreadableImageException {
    int typeAt = in.position() - TYPE_LENGTH;
    in.skip(length);
    int end = in.position();
    in.moveTo(typeAt + TYPE_LENGTH);
    byte[] body = in.bytes((int) length);
    if (in.u32BigEndian() != checksum(typeAt, end)) {
      throw in.damaged("chunk " + type + " with a wrong checksum", "the checksum of its bytes");
    }
    return body;
  }

  private long checksum(int from, int to) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, from, to - from);
    return checksum.getValue();
  }

  private static void write(ByteArrayOutputStream out, String type, byte[] body) {
    byte[] typed =
        ByteBuffer.allocate(TYPE_LENGTH + body.length)
            .put(type.getBytes(ISO_8859_1))
            .put(body)
            .array();
    CRC32 checksum = new CRC32();
    checksum.update(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    out.writeBytes(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }

  private static String printable(String type) {
    return type.replaceAll("[^A-Za-z]", "?");
  }
}
