package dev.flowers.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which precision a machine has, and what a trunk in it is called. */
class PrecisionTest {
  private static final String FINGERPRINT = "ab".repeat(32);

  @Test
  void identityIsTheFingerprintWithThePrecisionUnlessItIsFloat32() {
    String bfloat16 = Precision.BFLOAT16.identity(FINGERPRINT);
    assertEquals(FINGERPRINT + "-bfloat16", bfloat16);
    assertEquals(FINGERPRINT, Precision.FLOAT32.identity(FINGERPRINT));
    assertEquals(Precision.BFLOAT16, Precision.of(bfloat16));
    assertEquals(Precision.FLOAT32, Precision.of(FINGERPRINT));
    assertEquals(FINGERPRINT, Precision.fingerprint(bfloat16));
    assertEquals(FINGERPRINT, Precision.fingerprint(FINGERPRINT));
    assertEquals("", Precision.fingerprint(""));
  }

  /** Flags of processors of the kinds, shortened. */
  @Test
  void bfloat16IsThereWithTheProcessorsInstructionsAndTheOps() {
    String zen3 = "flags\t\t: fpu vme avx avx2 fma sha_ni";
    String zen4 = "flags\t\t: fpu avx2 avx512f avx512_bf16 avx512_vnni";
    String sapphireRapids = "flags : fpu avx512f avx512_fp16 amx_bf16 amx_tile amx_int8";
    assertEquals(
        "the processor has neither AVX512_BF16 nor AMX_BF16",
        Processor.described(zen3).missingForBfloat16(op -> true, () -> false));
    assertEquals("", Processor.described(zen4).missingForBfloat16(op -> true, () -> false));
    assertEquals(
        "", Processor.described(sapphireRapids).missingForBfloat16(op -> true, () -> false));
    assertEquals(
        "this build of TensorFlow has no op _MklNativeMaxPool",
        Processor.described(zen4).missingForBfloat16(op -> !op.contains("MaxPool"), () -> false));
    assertEquals(
        "the trunk runs on a GPU here",
        Processor.described(zen4).missingForBfloat16(op -> true, () -> true));
    assertFalse(Processor.described(zen3).gainsFromOneDnnOps());
    assertTrue(Processor.described(zen4).gainsFromOneDnnOps());
    assertEquals(
        "which instructions the processor has is known under Linux alone",
        new Processor(Set.of()).missingForBfloat16(op -> true, () -> false));
    // AVX512_BF16 is a word of its own
    assertFalse(
        Processor.described("flags : xavx512_bf16y")
            .missingForBfloat16(op -> true, () -> true)
            .isEmpty());
  }
}
