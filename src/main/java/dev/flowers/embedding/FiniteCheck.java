package dev.flowers.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Looks for NaN and infinite numbers in embeddings. It checks every record of every file: arrays,
 * unlike buffers, and results that do not depend on one another are what the JIT compiler
 * vectorizes. Not thread-safe.
 */
final class FiniteCheck {
  /** What messages call the numbers of an embedding. */
  static final String EXPECTED = "finite numbers";

  // Two floats at a time. A float is finite if its exponent is not all ones; with one more, that
  // one carries into the place of the sign.
  private static final long EXPONENTS = 0x7f800000_7f800000L;
  private static final long ONE = 0x00800000_00800000L;
  private static final long CARRIES = 0x80000000_80000000L;

  private static final int BLOCK = 128;

  private final long[] first = new long[BLOCK];
  private final long[] second = new long[BLOCK];
  private final long[] third = new long[BLOCK];
  private final long[] fourth = new long[BLOCK];
  private final long[] sums = new long[BLOCK];

  /**
   * Says whether all numbers are finite.
   *
   * @param values little-endian floats; the position stays
   */
  boolean isFinite(ByteBuffer values) {
    ByteBuffer bytes = values.slice().order(ByteOrder.LITTLE_ENDIAN);
    LongBuffer pairs = bytes.asLongBuffer();
    Arrays.fill(sums, 0);
    while (pairs.remaining() >= 4 * BLOCK) {
      pairs.get(first).get(second).get(third).get(fourth);
      for (int i = 0; i < BLOCK; i++) {
        sums[i] |= sum(first[i]) | sum(second[i]) | sum(third[i]) | sum(fourth[i]);
      }
    }
    long any = 0;
    for (long sum : sums) {
      any |= sum;
    }
    while (pairs.hasRemaining()) {
      any |= sum(pairs.get());
    }
    int rest = bytes.limit() / Long.BYTES * Long.BYTES;
    return (any & CARRIES) == 0 && (rest == bytes.limit() || Float.isFinite(bytes.getFloat(rest)));
  }

  private static long sum(long pair) {
    return (pair & EXPONENTS) + ONE;
  }

  /**
   * Names the first number that is not finite, for a message.
   *
   * @return such as {@code NaN as number 3 of the embedding}, counted from 0; empty if all are
   *     finite
   */
  static String fault(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return values[i] + " as number " + i + " of the embedding (from 0)";
      }
    }
    return "";
  }
}
