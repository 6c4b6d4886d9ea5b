package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionalDependencyTest {
  @ParameterizedTest
  @EnumSource
  void eachIsHereAndHasCoordinates(OptionalDependency dependency) {
    assertDoesNotThrow(() -> dependency.require("a test"));
    assertTrue(
        dependency.coordinates().matches("[a-z.]+:[a-z-]+:\\S+.*"), dependency.coordinates());
  }
}
