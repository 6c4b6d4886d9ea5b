package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void littleMemoryIsAWarningThatSaysHowMuchIsEnough() {
    assertEquals(Finding.ok("memory", "2.0 GB"), Machine.memory(2_000_000_000));
    Finding little = Machine.memory(1_900_000_000);
    assertEquals(Finding.Level.WARN, little.level());
    assertTrue(little.text().startsWith("1.9 GB, expected 2.0 GB or more"), little.text());
  }

  @Test
  void aSmallHeapIsAWarningThatSaysHowToEnlargeIt() {
    assertEquals(Finding.Level.OK, Machine.heap(256_000_000).level());
    Finding small = Machine.heap(100_000_000);
    assertEquals(Finding.Level.WARN, small.level());
    assertTrue(small.text().contains("FLOWERS_OPTS=-Xmx1g"), small.text());
  }

  @Test
  void anotherEncodingOfFileNamesThanUtf8IsAWarning() {
    assertEquals(Finding.ok("file names", "UTF-8"), Machine.fileNames("UTF-8"));
    Finding ascii = Machine.fileNames("ANSI_X3.4-1968");
    assertEquals(Finding.Level.WARN, ascii.level());
    assertTrue(ascii.text().contains("set LC_ALL"), ascii.text());
  }
}
