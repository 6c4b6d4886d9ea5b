package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTypeTest {
  @ParameterizedTest
  @CsvSource({
    "0000, 0",
    "8000, -0.0",
    "0001, 5.9604645E-8", // 2⁻²⁴, the smallest
    "83ff, -6.097555E-5", // the largest below the normal numbers
    "0400, 6.1035156E-5", // 2⁻¹⁴, the smallest normal number
    "3c00, 1",
    "c000, -2",
    "3555, 0.33325195",
    "7bff, 65504", // the largest
    "7c00, Infinity",
    "fc00, -Infinity",
    "7e00, NaN"
  })
  void halvesAreTheNumbersOfIeee754(String bits, float value) {
    short half = (short) Integer.parseInt(bits, 16);
    ByteBuffer big = ByteBuffer.allocate(2).putShort(0, half);
    ByteBuffer little = ByteBuffer.allocate(2).putShort(0, Short.reverseBytes(half));
    assertEquals(value, type(">f2").at(big.order(type(">f2").order()), 0));
    assertEquals(value, type("<f2").at(little.order(type("<f2").order()), 0));
  }

  @Test
  void doublesAreRounded() {
    ByteBuffer number = ByteBuffer.allocate(8).order(type("<f8").order()).putDouble(0, 0.1);
    assertEquals(0.1f, type("<f8").at(number, 0));
  }

  @Test
  void otherTypesAreNone() {
    for (String descr : List.of("<i4", "|u1", "<f16", "<c8", "|O8", "=f4", "f4", "")) {
      assertTrue(ElementType.of(descr).isEmpty(), descr);
    }
  }

  private static ElementType type(String descr) {
    return ElementType.of(descr).orElseThrow();
  }
}
