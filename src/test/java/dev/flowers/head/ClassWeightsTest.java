package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  @Test
  void balancedClassesWeighTheSameInAll() {
    // n / (k · n_c) with n = 12 and k = 3.
    assertArrayEquals(
        new float[] {2, 4, 4 / 9f}, ClassWeights.BALANCED.of(new int[] {2, 1, 9}), 1e-6f);
  }

  @Test
  void withoutWeightsEachPhotoCountsTheSame() {
    assertArrayEquals(new float[] {1, 1, 1}, ClassWeights.NONE.of(new int[] {2, 1, 9}));
  }
}
