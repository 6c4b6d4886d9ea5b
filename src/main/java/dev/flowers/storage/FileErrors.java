package dev.flowers.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Error messages of failed file operations. The JDK's file exceptions have the file alone in their
 * message; what is wrong with it is in their type.
 */
public final class FileErrors {
  private FileErrors() {}

  /** The file, where the failure names one, and what is wrong: {@code a.jpg: access denied}. */
  public static String message(IOException failure) {
    if (failure instanceof FileSystemException of && of.getFile() != null) {
      return of.getFile() + ": " + reason(failure);
    }
    return said(failure);
  }

  /** What is wrong, without the file if the failure keeps the two apart: {@code access denied}. */
  public static String reason(IOException failure) {
    if (failure instanceof FileSystemException of) {
      return of.getReason() == null ? reasonOfType(of) : of.getReason();
    }
    return said(failure);
  }

  /**
   * The same failure, naming the file if it does not yet: "Is a directory" is all that the JDK says
   * about a directory that is read as a file, and "No space left on device" about a full disk.
   */
  public static IOException naming(Path file, IOException failure) {
    if ((failure instanceof FileSystemException of && of.getFile() != null)
        || failure instanceof ClosedChannelException) {
      return failure;
    }
    FileSystemException named = new FileSystemException(file.toString(), null, said(failure));
    named.initCause(failure);
    return named;
  }

  private static String reasonOfType(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "is already there, and is not what was expected";
    }
    if (failure instanceof NotDirectoryException) {
      return "is not a folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "is a folder that is not empty";
    }
    if (failure instanceof FileSystemLoopException) {
      return "is a link to a folder that it is in";
    }
    return failure.getClass().getSimpleName();
  }

  private static String said(IOException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
