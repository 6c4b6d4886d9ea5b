package dev.flowers.trunk;

import java.util.List;

/** A form in which trunk and head are exported as one network. */
public enum ExportFormat {
  /** A TensorFlow SavedModel. {@link ServingSignature} says what it takes. */
  SAVED_MODEL("savedmodel", List.of("saved_model.pb", "variables")),
  /** An ONNX file, and what is done to photos before it. */
  ONNX("onnx", List.of("model.onnx", "preprocessor_config.json"));

  private final String named;
  private final List<String> files;

  ExportFormat(String named, List<String> files) {
    this.named = named;
    this.files = files;
  }

  /** The files and directories that the network consists of. */
  public List<String> files() {
    return files;
  }

  /** As options take it: {@code savedmodel}. */
  @Override
  public String toString() {
    return named;
  }
}
