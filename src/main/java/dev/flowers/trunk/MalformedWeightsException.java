package dev.flowers.trunk;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Weights that cannot be used: a {@code vgg16.npy}, another file of them, or a directory converted
 * from one, that is damaged, of other shapes, or not what it claims to be. The message names the
 * file, the layer or the byte offset, what was found and what was expected.
 */
public final class MalformedWeightsException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  public MalformedWeightsException(Path file, String problem) {
    super(file + ": " + problem);
  }

  public MalformedWeightsException(Path file, IOException cause) {
    super(file + ": " + cause.getMessage(), cause);
  }
}
