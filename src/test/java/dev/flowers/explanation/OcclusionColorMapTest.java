package dev.flowers.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.PhotoInput;
import org.junit.jupiter.api.Test;

class OcclusionColorMapTest {
  private static final PhotoInput INPUT = PhotoInput.square(224, 0.5f, 0.4f, 0.3f);
  private static final int GREY = 0x808080;

  private final OcclusionColorMap colours = colours(-0.1f, 0.4f);

  @Test
  void anUntouchedPixelStaysGrey() {
    int pixel = colours.over(0x12C834, 0);
    assertEquals(pixel & 0xFF, (pixel >> 8) & 0xFF, 1);
    assertEquals(pixel & 0xFF, (pixel >> 16) & 0xFF, 1);
  }

  @Test
  void fallsAreVermilionAndRisesBlue() {
    Oklab falls = Oklab.of(colours.over(GREY, 0.4));
    Oklab rises = Oklab.of(colours.over(GREY, -0.4));
    assertTrue(falls.a() > 0.05 && falls.b() > 0.05, falls.toString());
    assertTrue(rises.b() < -0.05, rises.toString());
  }

  @Test
  void equalStepsOfTheMapAreEqualStepsToTheEye() {
    double step = distance(colours.over(GREY, 0), colours.over(GREY, 0.1));
    for (double fall : new double[] {0.1, 0.2, 0.3}) {
      // Within what eight bits a channel round away.
      assertEquals(step, distance(colours.over(GREY, fall), colours.over(GREY, fall + 0.1)), 0.004);
    }
    assertTrue(step > 0.02, "a quarter of the scale is seen: " + step);
  }

  @Test
  void oneScaleServesBothSides() {
    assertEquals(0.4, colours.extent(), 1e-6);
    assertEquals(0.3, colours(-0.3f, 0.1f).extent(), 1e-6);
    assertEquals(0.01, colours(0, 0.0001f).extent(), 1e-9, "noise is not blown up");
  }

  @Test
  void oklabIsOttossons() {
    // What his published code gives for red.
    Oklab red = Oklab.of(0xFF0000);
    assertEquals(0.628, red.lightness(), 1e-3);
    assertEquals(0.225, red.a(), 1e-3);
    assertEquals(0.126, red.b(), 1e-3);
    Oklab white = Oklab.of(0xFFFFFF);
    assertEquals(1, white.lightness(), 1e-3);
    assertEquals(0, Math.hypot(white.a(), white.b()), 1e-3);
    for (int rgb : new int[] {0, 0xFFFFFF, 0xD55E00, 0x0072B2, 0x123456, 0xFEDCBA}) {
      assertEquals(rgb, Oklab.of(rgb).rgb());
    }
  }

  private static OcclusionColorMap colours(float low, float high) {
    return new OcclusionColorMap(
        new OcclusionMap(
            new Occlusion(INPUT, 112, 112), "daisy", 0.9f, new float[][] {{0, low}, {high, 0}}));
  }

  private static double distance(int one, int other) {
    Oklab a = Oklab.of(one);
    Oklab b = Oklab.of(other);
    return Math.sqrt(
        Math.pow(a.lightness() - b.lightness(), 2)
            + Math.pow(a.a() - b.a(), 2)
            + Math.pow(a.b() - b.b(), 2));
  }
}
