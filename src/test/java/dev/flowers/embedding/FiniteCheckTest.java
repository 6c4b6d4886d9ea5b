package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class FiniteCheckTest {
  private static final float[] FINITE = {
    0,
    -0f,
    1,
    -1,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Math.nextUp(1f)
  };

  private final FiniteCheck check = new FiniteCheck();

  @Test
  void findsEachNumberThatIsNotFiniteAtEachPlace() {
    float[] others = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.intBitsToFloat(0x7f800001),
      Float.intBitsToFloat(0xffffffff)
    };
    for (int width : new int[] {1, 2, 3, 8, 511, 512, 513, 514, 1280}) {
      for (int at = 0; at < width; at++) {
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
          values[i] = FINITE[(i + at) % FINITE.length];
        }
        assertTrue(check.isFinite(bytes(values)));
        assertEquals("", FiniteCheck.fault(values));
        values[at] = others[at % others.length];
        assertFalse(check.isFinite(bytes(values)), width + ", at " + at);
        assertEquals(
            values[at] + " as number " + at + " of the embedding (from 0)",
            FiniteCheck.fault(values));
      }
    }
  }

  @Test
  void looksAtTheCodeAloneWhereverItIs() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(41).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putFloat(1, Float.NaN).putFloat(5, 1).putFloat(9, 2).putFloat(13, Float.NaN);
    assertTrue(check.isFinite(buffer.slice(5, 8)));
    assertTrue(check.isFinite(buffer.position(5).limit(13)));
    assertEquals(5, buffer.position());
    assertFalse(check.isFinite(buffer.limit(17)));
  }

  private static ByteBuffer bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }
}
