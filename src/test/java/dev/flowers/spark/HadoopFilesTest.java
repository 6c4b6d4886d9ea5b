package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class HadoopFilesTest {
  private final HadoopFiles files = new HadoopFiles(new Configuration());

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"12:30.jpg", "file://host/1.jpg", ":", "file:"})
  void aRowThatNamesNoFileIsAFaultOfTheRow(@Nullable String path) {
    for (IOException thrown :
        new IOException[] {
          assertThrows(IOException.class, () -> files.bytes(path)),
          assertThrows(IOException.class, () -> files.status(path))
        }) {
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.startsWith("path: found "), message);
      assertTrue(message.endsWith(", expected that of a photo"), message);
    }
  }

  @Test
  void aRowMayNameAFileWithAPercentSign(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("12 %41 #.jpg"), new byte[] {1, 2});
    assertArrayEquals(new byte[] {1, 2}, files.bytes(file.toString()));
    assertEquals(2, files.status("file:" + file).orElseThrow().getLen());
    assertEquals(Optional.empty(), files.status(directory.resolve("none").toString()));
  }
}
