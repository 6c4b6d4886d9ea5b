package dev.flowers.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaveClassOutIT {
  private static final HeadOptions OPTIONS =
      HeadOptions.builder()
          .optHidden(0)
          .optEpochs(15)
          .optLearningRate(0.02f)
          .optWeightDecay(0)
          .build();

  @TempDir Path directory;

  @Test
  void aClassThatLiesApartIsNoticedWhicheverItIs() throws IOException {
    try (EmbeddingFile file = new Clouds(3, 16, 9).write(directory.resolve("a"), 450)) {
      List<LeaveClassOut.Round> told = new ArrayList<>();
      List<LeaveClassOut.Round> rounds =
          new LeaveClassOut(OPTIONS, new Split(60, 20, 20, 0), 0.05).run(file, told::add);
      assertEquals(told, rounds);
      assertEquals(
          List.of("cloud0", "cloud1", "cloud2"),
          rounds.stream().map(LeaveClassOut.Round::className).toList());
      for (LeaveClassOut.Round round : rounds) {
        assertEquals(150, round.photos());
        assertTrue(round.knownPhotos() > 30 && round.knownPhotos() < 90, round.toString());
        assertTrue(round.accuracy() > 0.8, round.toString());
        assertTrue(round.novelty().area() > 0.95, round.toString());
        assertTrue(round.novelty().rejected() > 0.5, round.toString());
        assertTrue(round.novelty().knownRejected() < 0.2, round.toString());
        assertTrue(round.probability().area() > 0.5, round.toString());
      }
      assertEquals(
          rounds.stream().mapToDouble(round -> round.novelty().area()).average().orElseThrow(),
          LeaveClassOut.mean(rounds, round -> round.novelty().area()));
    }
  }

  @Test
  void twoClassesOrTooFewPhotosAreRefused() throws IOException {
    try (EmbeddingFile file = new Clouds(2, 8, 9).write(directory.resolve("a"), 60)) {
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class,
              () -> new LeaveClassOut(OPTIONS, Split.standard(), 0.05).run(file, round -> {}));
      assertTrue(
          String.valueOf(e.getMessage()).contains("found 2 classes, expected three or more"),
          e.toString());
    }
    try (EmbeddingFile file = new Clouds(3, 8, 9).write(directory.resolve("b"), 60)) {
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class,
              () -> new LeaveClassOut(OPTIONS, Split.standard(), 0.05).run(file, round -> {}));
      assertTrue(
          String.valueOf(e.getMessage()).contains("expected 19 and 1 or more"), e.toString());
    }
  }
}
