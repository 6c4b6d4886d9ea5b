package dev.flowers.download;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
@Timeout(600)
class KilledDownloadIT {
  @TempDir Path directory;

  @Test
  void twentyKillsAtRandomPlacesGiveTheSameBytes() throws Exception {
    FetchProcess.killAndResume(directory, 20, 20);
  }
}
