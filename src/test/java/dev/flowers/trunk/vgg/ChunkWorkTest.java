package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowers.trunk.vgg.ChunkWork.Chunk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ChunkWorkTest {
  @Test
  void tensorsAreCutAtChunksAndAtTheirEnds() {
    int size = ChunkWork.CHUNK_BYTES;
    assertEquals(
        List.of(new Chunk(0, 0, 4), new Chunk(2, 0, size), new Chunk(2, size, 8)),
        ChunkWork.cut(List.of(4L, 0L, size + 8L)));
  }

  @Test
  void everyChunkIsWorkedOnOnce() throws IOException {
    AtomicIntegerArray visits = new AtomicIntegerArray(1000);
    ChunkWork.run(1000, () -> visits::incrementAndGet);
    for (int i = 0; i < visits.length(); i++) {
      assertEquals(1, visits.get(i));
    }
  }

  @Test
  void theLowestFailureIsReported() {
    for (int round = 0; round < 50; round++) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  ChunkWork.run(
                      100,
                      () ->
                          chunk -> {
                            if (chunk >= 20) {
                              throw new IOException("chunk " + chunk);
                            }
                          }));
      assertEquals("chunk 20", e.getMessage());
    }
  }

  @Test
  void aMistakeInAWorkerComesOutAsItIs() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                ChunkWork.run(
                    10,
                    () -> {
                      throw new IllegalStateException("no worker");
                    }));
    assertEquals("no worker", e.getMessage());
  }
}
