package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import org.junit.jupiter.api.Test;

class RgbImagesTest {

  @Test
  void anRgbPictureIsNotCopied() {
    BufferedImage rgb = Pictures.noise(3, 2);
    assertSame(rgb, RgbImages.of(rgb));
  }

  @Test
  void greyIsNotBrightened() {
    BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      grey.getRaster().setSample(x, 0, 0, x);
    }
    BufferedImage rgb = RgbImages.of(grey);
    for (int x = 0; x < 256; x++) {
      assertEquals(Pictures.grey(x), Pictures.rgb(rgb, x, 0));
    }
  }

  @Test
  void sixteenBitsAreRoundedToEight() {
    BufferedImage grey = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    int[] samples = {0, 128, 129, 65535};
    for (int x = 0; x < 4; x++) {
      grey.getRaster().setSample(x, 0, 0, samples[x]);
    }
    BufferedImage rgb = RgbImages.of(grey);
    assertEquals(0, Pictures.rgb(rgb, 0, 0));
    assertEquals(0, Pictures.rgb(rgb, 1, 0));
    assertEquals(Pictures.grey(1), Pictures.rgb(rgb, 2, 0));
    assertEquals(0xFFFFFF, Pictures.rgb(rgb, 3, 0));
  }

  @Test
  void transparentPixelsAreLaidOverWhite() {
    int[] types = {
      BufferedImage.TYPE_INT_ARGB,
      BufferedImage.TYPE_INT_ARGB_PRE,
      BufferedImage.TYPE_4BYTE_ABGR,
      BufferedImage.TYPE_4BYTE_ABGR_PRE
    };
    for (int type : types) {
      BufferedImage image =
          Pictures.painted(3, 1, type, (x, y) -> new int[] {0x00FF0000, 0x80FF0000, 0xFF102030}[x]);
      BufferedImage rgb = RgbImages.of(image);
      assertEquals(0xFFFFFF, Pictures.rgb(rgb, 0, 0));
      assertEquals(0xFF7F7F, Pictures.rgb(rgb, 1, 0));
      assertEquals(0x102030, Pictures.rgb(rgb, 2, 0));
    }
  }

  @Test
  void aPaletteIsLookedUp() {
    byte[] red = {0, (byte) 200};
    byte[] green = {50, (byte) 150};
    byte[] blue = {99, 1};
    IndexColorModel palette = new IndexColorModel(1, 2, red, green, blue);
    BufferedImage image = new BufferedImage(11, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(9, 0, 0, 1);
    BufferedImage rgb = RgbImages.of(image.getSubimage(8, 0, 3, 1));
    assertEquals(0x003263, Pictures.rgb(rgb, 0, 0));
    assertEquals(0xC89601, Pictures.rgb(rgb, 1, 0));
  }
}
