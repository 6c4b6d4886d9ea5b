package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {

  private static final int APP1 = 0xE1;
  private static final int TILE = 16;
  private static final String TILES = "ABC/DEF";
  private static final int[] COLOURS = {0xE02020, 0x20E020, 0x2020E0, 0xE0E020, 0x101010, 0xF0F0F0};

  // Which tile lies where when the picture stored as ABC/DEF is looked at.
  @ParameterizedTest
  @CsvSource({
    "1, ABC/DEF",
    "2, CBA/FED",
    "3, FED/CBA",
    "4, DEF/ABC",
    "5, AD/BE/CF",
    "6, DA/EB/FC",
    "7, FC/EB/DA",
    "8, CF/BE/AD"
  })
  void eachExifValueTurnsTheJpegUpright(int value, String expected) throws Exception {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] jpeg = ImageBytes.withSegment(tiles(), APP1, exif(order, value));
      assertEquals(expected, seen(ImageDecoder.withDefaults().decode(jpeg, "tiles.jpg")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65535})
  void anUnknownValueCountsAsUpright(int value) throws Exception {
    byte[] jpeg = ImageBytes.withSegment(tiles(), APP1, exif(ByteOrder.BIG_ENDIAN, value));
    assertEquals(TILES, seen(ImageDecoder.withDefaults().decode(jpeg, "tiles.jpg")));
  }

  @Test
  void aCutExifSegmentCountsAsUpright() throws Exception {
    byte[] whole = exif(ByteOrder.LITTLE_ENDIAN, 6);
    for (int length = 0; length < whole.length - 6; length++) {
      byte[] jpeg = ImageBytes.withSegment(tiles(), APP1, Arrays.copyOf(whole, length));
      assertEquals(TILES, seen(ImageDecoder.withDefaults().decode(jpeg, "tiles.jpg")));
    }
  }

  // BYTE, SHORT, LONG, SBYTE, SSHORT, SLONG, IFD.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6, 8, 9, 13})
  void anyTypeOfIntegerIsRead(int type) throws Exception {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] jpeg = ImageBytes.withSegment(tiles(), APP1, exif(order, 6, type));
      assertEquals("DA/EB/FC", seen(ImageDecoder.withDefaults().decode(jpeg, "tiles.jpg")));
    }
  }

  @Test
  void aPngHasItsOwnChunk() throws Exception {
    byte[] exif = exif(ByteOrder.BIG_ENDIAN, 6, 3);
    byte[] tiff = Arrays.copyOfRange(exif, 6, exif.length);
    for (byte[] chunk : new byte[][] {tiff, exif}) {
      byte[] png = new PngBytes(2, 1, 8, PngBytes.GREY).chunk("eXIf", chunk).rows(0, 10, 20);
      BufferedImage upright = ImageDecoder.withDefaults().decode(png, "tiles.png");
      assertEquals(1, upright.getWidth());
      assertEquals(0x0A0A0A, Pictures.rgb(upright, 0, 0));
      assertEquals(0x141414, Pictures.rgb(upright, 0, 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, AB/CD",
    "2, BA/DC",
    "3, DC/BA",
    "4, CD/AB",
    "5, AC/BD",
    "6, CA/DB",
    "7, DB/CA",
    "8, BD/AC"
  })
  void aTiffHasItInItsDirectory(int value, String expected) throws Exception {
    byte[] tiff =
        TiffBytes.image(2, 2, 1, 1, 8)
            .field(TiffTag.ORIENTATION, TiffBytes.SHORT, value)
            .strips(new byte[] {1, 2, 3, 4});
    BufferedImage upright = ImageDecoder.withDefaults().decode(tiff, "tiles.tif");
    StringBuilder found = new StringBuilder();
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 2; x++) {
        found.append((char) ('@' + (Pictures.rgb(upright, x, y) & 0xFF)));
      }
      found.append(y == 0 ? "/" : "");
    }
    assertEquals(expected, found.toString());
  }

  @Property(seed = "16")
  void anyBytesGiveSomeOrientation(@ForAll byte[] tiff, @ForAll boolean littleEndian) {
    assertNotNull(Orientation.ofExif(ByteBuffer.wrap(tiff)));
    byte[] headed = new byte[tiff.length + 8];
    System.arraycopy(tiff, 0, headed, 8, tiff.length);
    headed[0] = (byte) (littleEndian ? 'I' : 'M');
    headed[1] = headed[0];
    headed[littleEndian ? 4 : 7] = 8;
    assertNotNull(Orientation.ofExif(ByteBuffer.wrap(headed)));
  }

  /** An EXIF segment whose second entry is the orientation. */
  private static byte[] exif(ByteOrder order, int orientation) {
    return exif(order, orientation, 3);
  }

  private static byte[] exif(ByteOrder order, int orientation, int type) {
    ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 2 * 12 + 4);
    exif.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).order(order);
    exif.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4D4D : 0x4949));
    exif.putShort((short) 42).putInt(8).putShort((short) 2);
    exif.putShort((short) 271).putShort((short) 2).putInt(1).putInt(0);
    exif.putShort((short) 274).putShort((short) type).putInt(1);
    switch (type) {
      case 1, 6 -> exif.put((byte) orientation);
      case 3, 8 -> exif.putShort((short) orientation);
      default -> exif.putInt(orientation);
    }
    return exif.array();
  }

  private static byte[] tiles() {
    return ImageBytes.jpeg(
        Pictures.painted(3 * TILE, 2 * TILE, (x, y) -> COLOURS[y / TILE * 3 + x / TILE]));
  }

  private static String seen(BufferedImage image) {
    StringBuilder seen = new StringBuilder();
    for (int y = TILE / 2; y < image.getHeight(); y += TILE) {
      if (y > TILE) {
        seen.append('/');
      }
      for (int x = TILE / 2; x < image.getWidth(); x += TILE) {
        int rgb = Pictures.rgb(image, x, y);
        char tile = '?';
        for (int i = 0; i < COLOURS.length; i++) {
          if (Pictures.distance(rgb, COLOURS[i]) < 12) {
            tile = (char) ('A' + i);
          }
        }
        seen.append(tile);
      }
    }
    return seen.toString();
  }
}
