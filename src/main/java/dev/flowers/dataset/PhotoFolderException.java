package dev.flowers.dataset;

import dev.flowers.storage.InvalidInputException;

/** A folder that does not have a sub-folder of photos for each class. */
public final class PhotoFolderException extends InvalidInputException {
  private static final long serialVersionUID = 1;

  /** An error that names the folder, what was found and what was expected. */
  public PhotoFolderException(String message) {
    super(message);
  }
}
