package dev.flowers.trunk;

import dev.flowers.storage.InvalidInputException;
import java.util.Locale;

/**
 * The floating-point format in which the trunk multiplies. Photos go in, and embeddings come out,
 * as float32 either way; the head is always float32.
 *
 * <p>Bfloat16 has float32's range and 8 bits of its precision. A processor that multiplies it
 * natively runs the trunk several times faster, with weights of half the size. Embeddings of the
 * two are close, not equal; a cache holds those of one.
 */
public enum Precision {
  /** IEEE 754 single precision, on any processor. */
  FLOAT32,

  /**
   * Sums in float32, weights and what goes from layer to layer in bfloat16. Wants a processor with
   * AVX512_BF16 or AMX_BF16 under Linux, and TensorFlow's oneDNN kernels.
   */
  BFLOAT16;

  /** By measurement, with photos of 224×224: more a run is not faster, and takes more memory. */
  private static final int FLOAT32_BATCH = 32;

  private static final int BFLOAT16_BATCH = 64;

  /** What separates it from the weights' fingerprint in a trunk's identity. */
  private static final String SEPARATOR = "-";

  /** The fastest that this machine has. */
  public static Precision best() {
    return missing().isEmpty() ? BFLOAT16 : FLOAT32;
  }

  /**
   * Checks that this machine has it.
   *
   * @throws InvalidInputException if it has not; the message says what is missing
   */
  public void require() throws InvalidInputException {
    if (this == BFLOAT16) {
      String missing = missing();
      if (!missing.isEmpty()) {
        throw new InvalidInputException("precision: found bfloat16, expected float32: " + missing);
      }
    }
  }

  /** What this machine lacks for bfloat16. Starts TensorFlow if the processor has it. */
  private static String missing() {
    return Processor.here()
        .missingForBfloat16(TensorFlow::hasOp, () -> TensorFlow.engine().defaultDevice().isGpu());
  }

  /** How many photos a run of the trunk are the fastest, by measurement. */
  public int batch() {
    return this == FLOAT32 ? FLOAT32_BATCH : BFLOAT16_BATCH;
  }

  /**
   * What embeddings and models call the trunk that made them: its weights' fingerprint, with the
   * precision behind it where that is not float32.
   */
  public String identity(String fingerprint) {
    return this == FLOAT32 ? fingerprint : fingerprint + SEPARATOR + this;
  }

  /** The precision of the trunk with this {@linkplain Trunk#identity identity}. */
  public static Precision of(String identity) {
    return identity.endsWith(SEPARATOR + BFLOAT16) ? BFLOAT16 : FLOAT32;
  }

  /** The fingerprint of the weights of the trunk with this identity. */
  public static String fingerprint(String identity) {
    String suffix = SEPARATOR + of(identity);
    return identity.endsWith(suffix)
        ? identity.substring(0, identity.length() - suffix.length())
        : identity;
  }

  /** As options take it: {@code float32}, {@code bfloat16}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
