package dev.flowers.dataset.painted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CanvasTest {

  @Property(tries = 50)
  void stretchingAnEvenCanvasLeavesItEven(
      @ForAll @IntRange(min = 20, max = 120) int width,
      @ForAll @IntRange(min = 20, max = 120) int height,
      @ForAll @IntRange(min = 1, max = 10) int tenths) {
    Canvas coarse = new Canvas(width, height, tenths / 10.0);
    Arrays.fill(coarse.light, 0.25f);
    Canvas fine = new Canvas(width, height, 1);
    fine.stretch(coarse);
    for (float light : fine.light) {
      assertEquals(0.25, light, 1e-5);
    }
  }

  @Test
  void stretchingKeepsTheAmountOfLightAndItsPlace() {
    Canvas coarse = new Canvas(80, 80, 0.25);
    coarse.blend(10, 5, 1, 0.5f, 0, 1);
    Canvas fine = new Canvas(80, 80, 1);
    fine.stretch(coarse);
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < 80 * 80; i++) {
      sum += fine.light[3 * i];
      x += fine.light[3 * i] * (i % 80 + 0.5);
      y += fine.light[3 * i] * (Math.floor(i / 80.0) + 0.5);
    }
    assertEquals(16, sum, 0.01);
    assertEquals(42, x / sum, 0.1);
    assertEquals(22, y / sum, 0.1);
  }

  @Test
  void dimTouchesItsBlockAlone() {
    Canvas canvas = new Canvas(4, 3, 1);
    Arrays.fill(canvas.light, 1);
    canvas.dim(1, 1, 2, 2, 0.5f);
    for (int i = 0; i < 12; i++) {
      boolean inside = i % 4 >= 1 && i % 4 <= 2 && i / 4 >= 1;
      assertEquals(inside ? 0.5f : 1f, canvas.light[3 * i + 2], "pixel " + i);
    }
  }
}
