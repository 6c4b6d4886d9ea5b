package dev.flowers.trunk.vgg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A numpy type of floating-point numbers that float32 can be made of.
 *
 * @param bytes the size of a number: 2, 4 or 8
 * @param order the order of its bytes
 */
record ElementType(int bytes, ByteOrder order) {
  /** The type of converted weights. */
  static final ElementType FLOAT32 = new ElementType(Float.BYTES, ByteOrder.LITTLE_ENDIAN);

  /** The type of numpy's name, {@code <f4} for instance; empty for every other type. */
  static Optional<ElementType> of(String descr) {
    return switch (descr) {
      case "<f2" -> Optional.of(new ElementType(Short.BYTES, ByteOrder.LITTLE_ENDIAN));
      case ">f2" -> Optional.of(new ElementType(Short.BYTES, ByteOrder.BIG_ENDIAN));
      case "<f4" -> Optional.of(FLOAT32);
      case ">f4" -> Optional.of(new ElementType(Float.BYTES, ByteOrder.BIG_ENDIAN));
      case "<f8" -> Optional.of(new ElementType(Double.BYTES, ByteOrder.LITTLE_ENDIAN));
      case ">f8" -> Optional.of(new ElementType(Double.BYTES, ByteOrder.BIG_ENDIAN));
      default -> Optional.empty();
    };
  }

  /**
   * The number at a byte offset of a buffer in this order; a float64 is rounded to the nearest
   * float32, as numpy's {@code astype} does.
   */
  float at(ByteBuffer numbers, int offset) {
    return switch (bytes) {
      case Short.BYTES -> half(numbers.getShort(offset));
      case Float.BYTES -> numbers.getFloat(offset);
      default -> (float) numbers.getDouble(offset);
    };
  }

  /** IEEE 754's binary16; Java has {@code Float.float16ToFloat} from version 20 on. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case 0x1f -> Float.intBitsToFloat(0xff << 23 | fraction << 13);
          default -> Float.intBitsToFloat((exponent + 127 - 15) << 23 | fraction << 13);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
