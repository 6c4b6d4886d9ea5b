package dev.flowers.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowers.trunk.PhotoInput;
import org.junit.jupiter.api.Test;

class OcclusionMapTest {
  private static final PhotoInput INPUT = PhotoInput.square(224, 0.5f, 0.4f, 0.3f);
  private static final Occlusion QUARTERS = new Occlusion(INPUT, 112, 112);

  private final OcclusionMap map =
      new OcclusionMap(QUARTERS, "daisy", 0.9f, new float[][] {{0, 0.4f}, {-0.2f, 0.8f}});

  @Test
  void hasThePatchsValueAtItsCentreAndIsInterpolatedBetween() {
    assertEquals(0, map.at(56, 56), 1e-6);
    assertEquals(0.4, map.at(168, 56), 1e-6);
    assertEquals(-0.2, map.at(56, 168), 1e-6);
    assertEquals(0.2, map.at(112, 56), 1e-6);
    assertEquals(0.25, map.at(112, 112), 1e-6);
    assertEquals(0.8, map.at(224, 224), 1e-6);
    assertEquals(0, map.at(0, 0), 1e-6);
  }

  @Test
  void knowsItsExtremes() {
    assertEquals(new OcclusionMap.Range(-0.2f, 0.8f), map.range());
    assertEquals(new OcclusionMap.Patch(112, 112, 0.8f), map.strongest());
  }

  @Test
  void isNotChangedThroughItsArrays() {
    float[][] falls = {{1, 2}, {3, 4}};
    OcclusionMap copied = new OcclusionMap(QUARTERS, "daisy", 1, falls);
    falls[0][0] = 9;
    copied.falls()[0][1] = 9;
    assertEquals(new OcclusionMap(QUARTERS, "daisy", 1, new float[][] {{1, 2}, {3, 4}}), copied);
  }

  @Test
  void refusesAnArrayOfAnotherSize() {
    float[][] ragged = {{1, 2}, {3}};
    assertThrows(
        IllegalArgumentException.class, () -> new OcclusionMap(QUARTERS, "daisy", 1, ragged));
    assertThrows(
        IllegalArgumentException.class,
        () -> new OcclusionMap(QUARTERS, "daisy", 1, new float[1][2]));
  }
}
