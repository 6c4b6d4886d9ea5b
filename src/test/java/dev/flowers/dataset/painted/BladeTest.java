package dev.flowers.dataset.painted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BladeTest {

  private static final Outline ELLIPSE = new Outline(0.5, 0.5);

  @Test
  void coversTheAreaOfAnEllipseHoweverItIsTurned() {
    for (double turn = 0; turn < 6.3; turn += 0.37) {
      Vec along = new Vec(100 * Math.cos(turn), 100 * Math.sin(turn), 0);
      Vec root = new Vec(100, 100, 0).plus(along.times(-0.5));
      Blade blade = Blade.lying(root, along, 20, Vec.ZERO);
      assertEquals(Math.PI * 50 * 20, taken(blade, 1), 0.02 * Math.PI * 50 * 20, "turn " + turn);
    }
  }

  @Test
  void aSoftShadowTakesAboutAsMuchLightAsASharpOne() {
    Blade blade = Blade.lying(new Vec(50, 100, 0), new Vec(100, 0, 0), 20, Vec.ZERO);
    assertEquals(taken(blade, 1), taken(blade, 10), 0.15 * taken(blade, 1));
  }

  @Test
  void aCurvedBladeKeepsItsAreaAndMovesItsTip() {
    Vec along = new Vec(100, 0, 0);
    Blade straight = Blade.lying(new Vec(50, 80, 0), along, 15, Vec.ZERO);
    Blade curved = Blade.lying(new Vec(50, 80, 0), along, 15, new Vec(0, 30, 0));
    assertEquals(taken(straight, 1), taken(curved, 1), 0.03 * taken(straight, 1));
    Canvas canvas = white();
    curved.shade(canvas, ELLIPSE, Vec.ZERO, 1, 1);
    assertEquals(0, canvas.light[3 * (105 * 200 + 142)], 0.01, "near the tip, 25 lower");
    assertEquals(1, canvas.light[3 * (80 * 200 + 142)], 0.01, "where the tip was");
  }

  @Test
  void edgeOnThereIsNothingToSee() {
    Vec along = new Vec(50, 20, 0);
    assertEquals(0, taken(Blade.flat(new Vec(50, 50, 0), along, new Vec(5, 2, 9)), 1), 0.01);
  }

  @Property(tries = 300)
  void lightStaysFiniteWhereverABladeIs(@ForAll long seed) {
    Dice dice = new Dice(seed);
    Canvas canvas = white();
    Blade blade =
        new Blade(vec(dice, 400), vec(dice, 150), vec(dice, 60), vec(dice, 60), vec(dice, 60));
    Sun sun = Sun.roll(dice);
    blade.shade(canvas, ELLIPSE, sun.shadow(10), dice.between(0, 30), dice.between(0, 1));
    blade.paint(canvas, ELLIPSE, Skin.leaf(Foliage.green(dice)), sun);
    for (float light : canvas.light) {
      assertTrue(light >= 0 && light < 4, "light " + light);
    }
  }

  private static Vec vec(Dice dice, double size) {
    return new Vec(dice.between(-size, size), dice.between(-size, size), dice.between(-size, size));
  }

  private static Canvas white() {
    Canvas canvas = new Canvas(200, 200, 1);
    Arrays.fill(canvas.light, 1);
    return canvas;
  }

  /** How many pixels' light a black shadow of the blade takes away. */
  private static double taken(Blade blade, double softness) {
    Canvas canvas = white();
    blade.shade(canvas, ELLIPSE, Vec.ZERO, softness, 1);
    double left = 0;
    for (float light : canvas.light) {
      left += light / 3;
    }
    return 200 * 200 - left;
  }
}
