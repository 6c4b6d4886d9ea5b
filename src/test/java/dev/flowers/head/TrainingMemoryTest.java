package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TrainingMemoryTest {
  private static final int WIDTH = 4090;
  private static final int CLASSES = 6;

  /** Of 4 · 4,096 bytes a hidden unit, four times; of a batch as many bytes a photo as it has. */
  private final TrainingMemory memory = new TrainingMemory(64 << 20);

  @Test
  void hiddenUnitsThatFitAreAllowedAndOneMoreIsNot() {
    assertAllowed(HeadOptions.builder().optHidden(1024).build(), 10);
    assertRefused(
        "hidden units: found 1025, expected 1024 or fewer for embeddings of width 4090 and a Java heap of 64 MB (-Xmx)",
        HeadOptions.builder().optHidden(1025).build(),
        10);
  }

  @Test
  void aBatchIsNoLargerThanThePhotosThatThereAre() {
    HeadOptions options = HeadOptions.builder().optBatchSize(1_000_000).build();
    assertAllowed(options, 2051);
    assertRefused(
        "batch size: found 1000000, expected 2051 or fewer for embeddings of width 4090 and a Java heap of 64 MB (-Xmx)",
        options,
        2052);
  }

  @Test
  void noMatrixIsLargerThanAnArrayCanBe() {
    HeadOptions options = HeadOptions.builder().optHidden(100_000).optBatchSize(1_000_000).build();
    TrainingMemory large = new TrainingMemory(1L << 40);
    assertDoesNotThrow(() -> large.check(options, 5000, 300, 100_000));
    assertThrows(HeadOptionException.class, () -> large.check(options, 6000, 300, 10));
    assertThrows(HeadOptionException.class, () -> large.check(options, 5000, 300, 200_000));
  }

  private void assertAllowed(HeadOptions options, int photos) {
    assertDoesNotThrow(() -> memory.check(options, WIDTH, CLASSES, photos));
  }

  private void assertRefused(String message, HeadOptions options, int photos) {
    HeadOptionException e =
        assertThrows(
            HeadOptionException.class, () -> memory.check(options, WIDTH, CLASSES, photos));
    assertEquals(message, e.getMessage());
  }
}
