package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadSearchIT {
  private static final HeadOptions BASE = HeadOptions.builder().optHidden(8).optEpochs(3).build();

  @TempDir Path dir;

  /** The same trials, bit for bit, if the test part is not there at all. */
  @Test
  void theLowestValidationLossWinsAndTheTestPartIsNotLookedAt() throws IOException {
    Blobs blobs = new Blobs(3, 24, 1);
    Split split = Split.standard();
    List<HeadSearch.Trial> first = new ArrayList<>();
    List<HeadSearch.Trial> second = new ArrayList<>();
    try (EmbeddingFile all = blobs.write(dir.resolve("all"), 200)) {
      SplitParts parts = split.assign(DuplicateGroups.exact().splitPhotos(all));
      int[] kept =
          IntStream.range(0, 200)
              .filter(n -> parts.of(split, all.id(n), all.label(n)) != Split.Part.TEST)
              .toArray();
      try (EmbeddingFile part = blobs.write(dir.resolve("part"), n -> kept[n], kept.length)) {
        HeadSearch.Found found = new HeadSearch(BASE).search(all, split, parts, 6, first::add);
        HeadSearch.Trial best = found.trial();
        new HeadSearch(BASE).search(part, split, parts, 6, second::add);
        double lowest =
            first.stream()
                .mapToDouble(trial -> trial.validationLoss().orElseThrow())
                .min()
                .getAsDouble();
        assertEquals(OptionalDouble.of(lowest), best.validationLoss());
        assertEquals(best, first.get(best.number() - 1));
        assertEquals(best.options(), found.head().provenance().options());
        assertEquals(OptionalDouble.of(lowest), found.head().provenance().best().validationLoss());
      }
    }
    assertEquals(untimed(first), untimed(second));
  }

  @Test
  void aTrialThatDivergesLosesAndTheSearchGoesOn() throws IOException {
    HeadOptions wild = BASE.toBuilder().optLearningRate(1e30f).optWeightDecay(0).build();
    List<HeadSearch.Trial> trials = new ArrayList<>();
    try (EmbeddingFile file = new Blobs(2, 8, 3).write(dir.resolve("a"), 100)) {
      HeadSearch search = new HeadSearch(wild);
      assertEquals(2, search.search(file, Split.standard(), 2, trials::add).trial().number());
      assertThrows(
          DivergedException.class, () -> search.search(file, Split.standard(), 1, trial -> {}));
      assertEquals(OptionalDouble.empty(), trials.get(0).validationLoss());
      assertEquals(OptionalInt.empty(), trials.get(0).bestEpoch());
    }
  }

  @Test
  void refusesToChooseByNoPhotos() throws IOException {
    try (EmbeddingFile file = new Blobs(2, 8, 3).write(dir.resolve("a"), 40)) {
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class,
              () -> new HeadSearch(BASE).search(file, new Split(90, 0, 10, 0), 2, trial -> {}));
      assertTrue(e.toString().contains("none of its 40 photos"), e.toString());
    }
  }

  private static List<HeadSearch.Trial> untimed(List<HeadSearch.Trial> trials) {
    return trials.stream()
        .map(
            trial ->
                new HeadSearch.Trial(
                    trial.number(),
                    trial.options(),
                    trial.validationLoss(),
                    trial.validationAccuracy(),
                    trial.bestEpoch(),
                    0))
        .toList();
  }
}
