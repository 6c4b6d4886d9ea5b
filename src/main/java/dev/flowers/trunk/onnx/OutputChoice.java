package dev.flowers.trunk.onnx;

import java.util.Optional;

/**
 * Which of a network's outputs is the embedding.
 *
 * @param name of the output; empty for the only one
 * @param tokens how tokens become one row, where the output has them; empty where it has not
 */
public record OutputChoice(Optional<String> name, Optional<TokenPooling> tokens) {
  /** The only output, without tokens. */
  public static OutputChoice only() {
    return new OutputChoice(Optional.empty(), Optional.empty());
  }
}
