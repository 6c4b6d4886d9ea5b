package dev.flowers.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockedFileTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("file");
  }

  @Test
  void oneAtATimeHasItWhateverThePath() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    LockedFile first = LockedFile.tryOpen(file, CREATE, WRITE).orElseThrow();
    assertTrue(LockedFile.tryOpen(file, CREATE, WRITE).isEmpty());
    assertTrue(LockedFile.tryOpen(link.resolve("file"), CREATE, WRITE).isEmpty());
    LockedFile.tryOpen(directory.resolve("other"), CREATE, WRITE).orElseThrow().close();
    first.close();
    first.close(); // does nothing
    LockedFile second = LockedFile.tryOpen(file, CREATE, WRITE).orElseThrow();
    first.close(); // and does not let go of what another has
    assertTrue(LockedFile.tryOpen(file, CREATE, WRITE).isEmpty());
    second.close();
  }

  @Test
  void whatCannotBeOpenedIsNotHeld() throws IOException {
    assertThrows(NoSuchFileException.class, () -> LockedFile.tryOpen(file, WRITE));
    LockedFile.tryOpen(file, CREATE, WRITE).orElseThrow().close();
  }

  @Test
  void waitsForAnotherThread() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (LockedFile first = LockedFile.open(file, CREATE, WRITE)) {
      Future<LockedFile> waiting = pool.submit(() -> LockedFile.open(file, WRITE));
      assertThrows(TimeoutException.class, () -> waiting.get(100, TimeUnit.MILLISECONDS));
      first.close();
      waiting.get().close();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void waitingEndsWithAnInterrupt() throws IOException {
    try (LockedFile first = LockedFile.open(file, CREATE, WRITE)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, () -> LockedFile.open(file, WRITE));
      assertTrue(Thread.interrupted(), "the thread stays marked");
      assertTrue(first.channel().isOpen());
    }
  }

  /** An interrupt closes a channel, and with it drops the lock, while its owner still has it. */
  @Test
  void canBeOpenedAgainAfterAnInterruptClosedIt() throws IOException {
    LockedFile first = LockedFile.open(file, CREATE, WRITE);
    Thread.currentThread().interrupt();
    assertThrows(
        ClosedByInterruptException.class, () -> first.channel().write(ByteBuffer.allocate(1)));
    assertTrue(Thread.interrupted());
    first.close();
    LockedFile.tryOpen(file, WRITE).orElseThrow().close();
    assertEquals(0, Files.size(file));
  }
}
