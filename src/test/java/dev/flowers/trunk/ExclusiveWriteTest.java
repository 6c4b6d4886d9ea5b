package dev.flowers.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExclusiveWriteTest {
  @Test
  void tooLittleSpaceIsRefusedWithBothFigures() throws IOException {
    Path home = Path.of("home");
    FileSystemException e =
        assertThrows(
            FileSystemException.class,
            () -> ExclusiveWrite.checkSpace(home, 470_000_000, 12_300_000));
    assertEquals("home: found 12 MB free on this disk; expected at least 471 MB", e.getMessage());
    ExclusiveWrite.checkSpace(home, 10, 10);
  }
}
