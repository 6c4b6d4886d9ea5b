package dev.flowers.trunk.onnx;

import dev.flowers.storage.InvalidInputException;
import java.nio.file.Path;

/**
 * An ONNX trunk that cannot be used: its model file, what lies beside it, or its configuration. The
 * message names the file, what was found and what was expected.
 */
public final class MalformedOnnxException extends InvalidInputException {
  private static final long serialVersionUID = 1;

  MalformedOnnxException(Path file, String problem) {
    super(file + ": " + problem);
  }

  MalformedOnnxException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
