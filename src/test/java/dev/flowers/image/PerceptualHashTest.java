package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {
  private static final BufferedImage PHOTO = picture(1);

  @Test
  void copiesDifferInFewBits() {
    long[] hash = PerceptualHash.of(PHOTO);
    assertEquals(0, PerceptualHash.distance(hash, hash, 0));
    assertTrue(distance(drawn(150, 100, AffineTransform.getScaleInstance(0.5, 0.5))) <= 12);
    assertTrue(distance(drawn(270, 180, AffineTransform.getTranslateInstance(-15, -10))) <= 12);
  }

  @Test
  void aMirroredPhotoHasTheMirroredHash() {
    BufferedImage mirror = drawn(300, 200, new AffineTransform(-1, 0, 0, 1, 300, 0));
    long[] mirrored = PerceptualHash.mirrored(PerceptualHash.of(PHOTO));
    assertTrue(PerceptualHash.distance(mirrored, PerceptualHash.of(mirror), 0) <= 12);
    assertTrue(distance(mirror) > 60);
    assertArrayEquals(PerceptualHash.of(PHOTO), PerceptualHash.mirrored(mirrored));
  }

  @Test
  void otherPhotosDifferInMany() {
    for (int seed = 2; seed < 20; seed++) {
      assertTrue(distance(picture(seed)) > 60);
    }
  }

  @Test
  void whatShowsNothingIsLikeNothing() {
    long[] grey = PerceptualHash.of(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB));
    assertEquals(PerceptualHash.MOST, PerceptualHash.distance(grey, grey, 0));
    long[] none = new long[PerceptualHash.WORDS];
    assertEquals(PerceptualHash.MOST, PerceptualHash.distance(none, none, 0));
  }

  @Test
  void takesThePhotosOfAPixel() {
    assertEquals(
        PerceptualHash.WORDS,
        PerceptualHash.of(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)).length);
  }

  private static int distance(BufferedImage other) {
    return PerceptualHash.distance(PerceptualHash.of(PHOTO), PerceptualHash.of(other), 0);
  }

  private static BufferedImage drawn(int width, int height, AffineTransform transform) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(PHOTO, transform, null);
    graphics.dispose();
    return image;
  }

  /** Many overlapping spots. */
  private static BufferedImage picture(int seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 200; i++) {
      graphics.setColor(new Color(random.nextInt(0x1000000)));
      int side = 20 + random.nextInt(60);
      graphics.fillOval(random.nextInt(300) - 30, random.nextInt(200) - 30, side, side);
    }
    graphics.dispose();
    return image;
  }
}
