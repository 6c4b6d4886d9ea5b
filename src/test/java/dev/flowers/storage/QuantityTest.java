package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void oneIsSingularAndAllElseIsPlural() {
    assertEquals("0 photos", Quantity.of(0, "photo"));
    assertEquals("1 photo", Quantity.of(1, "photo"));
    assertEquals("1 class", Quantity.of(1, "class"));
    assertEquals("2 classes", Quantity.of(2, "class"));
    assertEquals("10000 embeddings", Quantity.of(10_000, "embedding"));
  }
}
