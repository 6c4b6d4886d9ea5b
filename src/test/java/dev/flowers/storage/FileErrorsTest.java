package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErrorsTest {
  @TempDir Path directory;

  @Test
  void saysWhatTheJdkLeavesToTheType() throws IOException {
    Path missing = directory.resolve("none.jpg");
    assertFault(
        missing,
        "no such file or folder",
        assertThrows(IOException.class, () -> Files.readAllBytes(missing)));
    Path file = Files.createFile(directory.resolve("file"));
    assertFault(
        file,
        "is already there, and is not what was expected",
        assertThrows(IOException.class, () -> Files.createDirectory(file)));
    assertFault(file, "is not a folder", new NotDirectoryException(file.toString()));
    assertFault(
        directory,
        "is a folder that is not empty",
        assertThrows(IOException.class, () -> Files.delete(directory)));
    assertFault(file, "access denied", new AccessDeniedException(file.toString()));
  }

  @Test
  void leavesAReasonThatIsGiven() {
    Path file = Path.of("weights");
    assertFault(file, "disk full", new FileSystemException("weights", null, "disk full"));
    assertFault(file, "no such thing", new AccessDeniedException("weights", null, "no such thing"));
  }

  @Test
  void neverSaysNothing() {
    assertEquals("cut", FileErrors.message(new IOException("cut")));
    assertEquals("cut", FileErrors.reason(new IOException("cut")));
    assertEquals("java.io.EOFException", FileErrors.reason(new EOFException()));
    assertEquals("x: FileSystemException", FileErrors.message(new FileSystemException("x")));
  }

  private static void assertFault(Path file, String reason, IOException failure) {
    assertEquals(reason, FileErrors.reason(failure));
    assertEquals(file + ": " + reason, FileErrors.message(failure));
  }
}
