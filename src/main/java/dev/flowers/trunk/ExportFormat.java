package dev.flowers.trunk;

import java.util.List;

/** A form in which trunk and head are exported as one network. */
public enum ExportFormat {
  /** A TensorFlow SavedModel. {@link ServingSignature} says what it takes. */
  SAVED_MODEL("savedmodel"),
  /** An ONNX file, and what is done to photos before it. */
  ONNX("onnx");

  private final String named;

  ExportFormat(String named) {
    this.named = named;
  }

  /** The files and directories that the network consists of. */
  public List<String> files() {
    return switch (this) {
      case SAVED_MODEL -> List.of("saved_model.pb", "variables");
      case ONNX -> List.of("model.onnx", "preprocessor_config.json");
    };
  }

  /** As options take it: {@code savedmodel}, {@code onnx}. */
  @Override
  public String toString() {
    return named;
  }
}
