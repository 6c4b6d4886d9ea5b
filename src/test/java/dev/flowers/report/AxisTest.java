package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void beginsAndEndsAtRoundNumbers() {
    Axis axis = Axis.round(0.66, 1, 0, 100);
    assertEquals(0.6, axis.least(), 1e-12);
    assertEquals(1, axis.most(), 1e-12);
    assertEquals(5, axis.ticks().size());
    assertEquals(0, axis.place(0.6), 1e-9);
    assertEquals(50, axis.place(0.8), 1e-9);
  }

  @Test
  void oneValueAloneGetsAnAxisToo() {
    Axis axis = Axis.round(1, 1, 0, 100);
    assertTrue(axis.least() <= 1 && 1 <= axis.most());
    assertEquals(List.of(1.0, 2.0), List.of(axis.least(), axis.most()));
  }

  @Property(seed = "16")
  void holdsItsValuesAndHasAHandfulOfTicks(
      @ForAll @DoubleRange(max = 1000) double least,
      @ForAll @DoubleRange(min = 0.01, max = 1000) double range) {
    Axis axis = Axis.round(least, least + range, 0, 100);
    assertTrue(axis.least() <= least + range * 1e-6, axis.toString());
    assertTrue(axis.most() >= (least + range) * (1 - 1e-6), axis.toString());
    int ticks = axis.ticks().size();
    assertTrue(3 <= ticks && ticks <= 9, ticks + " ticks on " + axis);
  }
}
