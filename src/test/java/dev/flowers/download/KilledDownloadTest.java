package dev.flowers.download;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KilledDownloadTest {
  @TempDir Path directory;

  @Test
  void threeKillsAtRandomPlacesGiveTheSameBytes() throws Exception {
    FetchProcess.killAndResume(directory, 3, 3);
  }
}
