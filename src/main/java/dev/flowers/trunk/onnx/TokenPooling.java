package dev.flowers.trunk.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the tokens that a transformer gives for a photo become one embedding. */
public enum TokenPooling {
  /** The first token, which many transformers have for the whole photo. */
  FIRST,
  /** The mean of all. */
  MEAN;

  /** The one of this name, in lower case. */
  public static Optional<TokenPooling> of(String name) {
    return Arrays.stream(values()).filter(one -> one.toString().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
