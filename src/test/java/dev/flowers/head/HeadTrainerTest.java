package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before an engine starts. */
class HeadTrainerTest {
  @TempDir Path dir;

  @Test
  void refusesOneClassOnly() throws IOException {
    assertRefused(1, 20, "one class only, blob0", "two classes");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertRefused(2, 0, "class blob0", "0 in all");
  }

  @Test
  void refusesAClassWithoutAPhoto() throws IOException {
    assertRefused(3, 2, "class blob", "found no photo in the training part (80/10/10, seed 0)");
  }

  private void assertRefused(int classes, int count, String... words) throws IOException {
    try (EmbeddingFile file = new Blobs(classes, 4, 3).write(dir.resolve("a.tfrecord"), count)) {
      HeadTrainer trainer = new HeadTrainer(HeadOptions.defaults());
      InvalidInputException e =
          assertThrows(InvalidInputException.class, () -> trainer.train(file, Split.standard()));
      for (String word : words) {
        assertTrue(e.toString().contains(word), e.toString());
      }
    }
  }
}
