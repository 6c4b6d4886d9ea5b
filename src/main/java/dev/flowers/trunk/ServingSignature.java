package dev.flowers.trunk;

/**
 * A signature of a model that was exported as a {@linkplain ExportFormat#SAVED_MODEL SavedModel},
 * with one input. All give {@code probabilities}, float32 [batch, classes].
 */
public enum ServingSignature {
  /**
   * {@code photos}, float32 [batch, side, side, 3]: squares, RGB in [0,1]. What {@link
   * PhotoTranslator} makes, and what TensorFlow takes where no signature is named.
   */
  SERVING_DEFAULT("serving_default", "photos"),

  /** {@code rgb}, float32 [batch, side, side, 3]: squares, RGB in [0,255]. */
  RGB("rgb", "rgb"),

  /**
   * {@code pixels}, uint8 [batch, height, width, 3]: whole photos of one size, RGB, which the graph
   * crops and scales.
   */
  PIXELS("pixels", "pixels"),

  /**
   * {@code images}, string [batch]: the bytes of JPEG, PNG or GIF files of any sizes, which the
   * graph decodes, crops and scales. It does not turn them by their EXIF orientation.
   */
  ENCODED("encoded", "images");

  private final String key;
  private final String input;

  ServingSignature(String key, String input) {
    this.key = key;
    this.input = input;
  }

  /** Its name in the model. */
  public String key() {
    return key;
  }

  /** Its input's name. */
  public String input() {
    return input;
  }
}
