package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split;
import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenPhotosTest {
  @TempDir Path directory;

  private static String id(int photo) {
    byte[] bytes = ("photo " + photo).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(new Sha256().update(bytes).digest());
  }

  @Test
  void aListComesBackAndKnowsItsPhotosAlone() throws IOException {
    SeenPhotos.Listed listed =
        new SeenPhotos.Listed(
            IntStream.range(0, 50)
                .mapToObj(SeenPhotosTest::id)
                .map(i -> i.substring(0, 16))
                .toList());
    listed.save(directory);
    SeenPhotos read = SeenPhotos.load(directory, SmallHead.provenance(), 2);
    assertEquals(listed, read);
    for (int photo = 0; photo < 100; photo++) {
      assertEquals(photo < 50, read.contains(id(photo)), "photo " + photo);
    }
  }

  @Test
  void withoutAListThePartsTell() throws IOException {
    SeenPhotos parts = SeenPhotos.load(directory, SmallHead.provenance(), 2);
    long seen = IntStream.range(0, 1000).filter(photo -> parts.contains(id(photo))).count();
    assertTrue(seen > 850 && seen < 950, "found " + seen + ", expected 90 % of 1000");
    for (int photo = 0; photo < 100; photo++) {
      assertEquals(Split.standard().of(id(photo)) != Split.Part.TEST, parts.contains(id(photo)));
    }
  }

  @Test
  void noPhotoIsNoListOfEverything() throws IOException {
    new SeenPhotos.Listed(List.of()).save(directory);
    assertTrue(Files.exists(directory.resolve(SeenPhotos.FILE)));
    assertFalse(SeenPhotos.load(directory, SmallHead.provenance(), 2).contains(id(1)));
  }
}
