package dev.flowers.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One walk through the segments of a JPEG file, from its start mark to its end mark.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</a>
 */
final class JpegSegments {

  private static final int TEM = 0x01;
  private static final int SOF0 = 0xC0;
  private static final int SOF2 = 0xC2;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int SOF15 = 0xCF;
  private static final int RST0 = 0xD0;
  private static final int RST7 = 0xD7;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COM = 0xFE;

  private final byte[] bytes;
  private final ByteCursor in;
  private final ByteArrayOutputStream tablesAndScans;
  private @Nullable Frame frame;
  private boolean jfif;
  private int adobe = JpegColour.NO_ADOBE;
  private @Nullable Orientation orientation;

  /** What the frame header says; one character for each component's id. */
  private record Frame(int width, int height, String componentIds) {}

  private JpegSegments(byte[] bytes, String name) {
    this.bytes = bytes;
    this.in = new ByteCursor(bytes, name, ImageFormat.JPEG);
    this.tablesAndScans = new ByteArrayOutputStream(bytes.length);
  }

  /**
   * Reads a file to its end mark.
   *
   * @throws UnreadableImageException if it is cut, or of a kind that the JDK's codec cannot decode
   */
  static JpegImage read(byte[] bytes, String name) throws UnreadableImageException {
    return new JpegSegments(bytes, name).read(name, null);
  }

  /** Reads a JPEG whose colour is known from what surrounds it. */
  static JpegImage read(byte[] bytes, String name, JpegColour colour)
      throws UnreadableImageException {
    return new JpegSegments(bytes, name).read(name, colour);
  }

  private JpegImage read(String name, @Nullable JpegColour known) throws UnreadableImageException {
    in.skip(2);
    boolean scanSeen = false;
    for (int marker = nextMarker(); marker != EOI; marker = nextMarker()) {
      if (standsAlone(marker)) {
        continue;
      }
      int start = in.position();
      int length = in.u16BigEndian();
      if (length < 2) {
        throw in.damaged("a segment of length " + length, "a length of at least 2");
      }
      in.skip(length - 2);
      if (marker >= APP0 && marker <= APP15) {
        note(marker, ByteBuffer.wrap(bytes, start + 2, length - 2).slice());
      } else if (marker != COM) {
        if (isFrame(marker)) {
          noteFrame(marker, ByteBuffer.wrap(bytes, start + 2, length - 2).slice());
        }
        if (marker == SOS) {
          scanSeen = true;
          skipScan();
        }
        tablesAndScans.write(0xFF);
        tablesAndScans.write(marker);
        tablesAndScans.write(bytes, start, in.position() - start);
      }
    }
    if (frame == null || !scanSeen) {
      throw in.damaged("the end mark before any pixels", "a frame and its scans");
    }
    JpegColour colour = JpegColour.of(frame.componentIds, jfif, adobe);
    if (known != null) {
      if (known.components() != colour.components()) {
        throw in.damaged(
            colour.components() + " components", known.components() + ", for " + known);
      }
      colour = known;
    }
    return new JpegImage(
        name,
        frame.width,
        frame.height,
        colour,
        orientation == null ? Orientation.UPRIGHT : orientation,
        codecInput(colour));
  }

  private byte[] codecInput(JpegColour colour) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(tablesAndScans.size() + 20);
    out.write(0xFF);
    out.write(SOI);
    out.writeBytes(colour.adobeSegment());
    out.writeBytes(tablesAndScans.toByteArray());
    out.write(0xFF);
    out.write(EOI);
    return out.toByteArray();
  }

  // As libjpeg does: other bytes between segments are passed over.
  private int nextMarker() throws UnreadableImageException {
    while (true) {
      in.skipToFf();
      int marker = in.u8();
      while (marker == 0xFF) {
        marker = in.u8();
      }
      if (marker != 0) {
        return marker;
      }
    }
  }

  // Inside a scan, 0xFF is followed by 0 (a data byte 0xFF), by a restart mark, or by the marker
  // that ends the scan.
  private void skipScan() throws UnreadableImageException {
    while (true) {
      in.skipToFf();
      int start = in.position();
      in.skip(1);
      int next = in.u8();
      if (next == 0xFF) {
        in.moveTo(start + 1);
      } else if (next != 0 && !(next >= RST0 && next <= RST7)) {
        in.moveTo(start);
        return;
      }
    }
  }

  private void note(int marker, ByteBuffer body) {
    if (marker == APP0 && startsWith(body, "JFIF\0")) {
      jfif = true;
    } else if (marker == APP1 && orientation == null && startsWith(body, "Exif\0\0")) {
      orientation = Orientation.ofExif(body);
    } else if (marker == APP14 && body.limit() >= 12 && startsWith(body, "Adobe")) {
      adobe = Byte.toUnsignedInt(body.get(11));
    }
  }

  private void noteFrame(int marker, ByteBuffer body) throws UnreadableImageException {
    if (marker > SOF2) {
      throw in.damaged(
          "compression SOF" + (marker - SOF0), "baseline, extended or progressive (SOF0 to SOF2)");
    }
    if (frame != null) {
      throw in.damaged("a second frame", "one");
    }
    int components = body.limit() < 6 ? 0 : Byte.toUnsignedInt(body.get(5));
    if (components == 0 || body.limit() != 6 + 3 * components) {
      throw in.damaged(
          "a frame header of length " + (body.limit() + 2) + " for " + components + " components",
          "8 + 3 per component");
    }
    int precision = Byte.toUnsignedInt(body.get(0));
    int height = Short.toUnsignedInt(body.getShort(1));
    int width = Short.toUnsignedInt(body.getShort(3));
    if (precision != 8) {
      throw in.damaged(precision + " bits a sample", "8");
    }
    if (width == 0 || height == 0) {
      throw in.damaged("a size of " + width + "×" + height, "at least 1×1 pixel");
    }
    if (components != 1 && components != 3 && components != 4) {
      throw in.damaged(components + " components", "1, 3 or 4");
    }
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < components; i++) {
      ids.append((char) Byte.toUnsignedInt(body.get(6 + 3 * i)));
    }
    frame = new Frame(width, height, ids.toString());
  }

  private static boolean standsAlone(int marker) {
    return marker == TEM || (marker >= RST0 && marker <= SOI);
  }

  private static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  private static boolean startsWith(ByteBuffer body, String text) {
    byte[] expected = text.getBytes(ISO_8859_1);
    return body.limit() >= expected.length
        && body.slice(0, expected.length).equals(ByteBuffer.wrap(expected));
  }
}
