package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
  @Test
  void tooLittleIsRefusedWithBothFigures() throws IOException {
    Path home = Path.of("home");
    FileSystemException e =
        assertThrows(
            FileSystemException.class, () -> DiskSpace.require(home, 470_000_000, 12_300_000));
    assertEquals("home: found 12 MB free on this disk, expected at least 471 MB", e.getMessage());
    DiskSpace.require(home, 10, 10);
  }

  @Test
  void aDiskThatDoesNotKnowIsTrusted(@TempDir Path directory) throws IOException {
    DiskSpace.require(directory, Long.MAX_VALUE, 0);
    assertThrows(FileSystemException.class, () -> DiskSpace.require(directory, Long.MAX_VALUE));
  }
}
