package dev.flowers.dataset;

import dev.flowers.storage.InvalidInputException;

/** A folder that is not a folder of class folders. */
public final class PhotoFolderException extends InvalidInputException {
  private static final long serialVersionUID = 1;

  /** An error that names the folder, what was found and what was expected. */
  public PhotoFolderException(String message) {
    super(message);
  }
}
