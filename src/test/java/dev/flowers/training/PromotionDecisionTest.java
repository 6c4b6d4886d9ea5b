package dev.flowers.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.evaluation.PairedComparison;
import dev.flowers.training.ComparedPhoto.Change;
import dev.flowers.training.ModelComparison.Fit;
import dev.flowers.zoo.ModelProvenance.TestFigures;
import dev.flowers.zoo.PublishedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The rule by which a training promotes. */
class PromotionDecisionTest {
  private static final TestFigures GOOD =
      new TestFigures(60, OptionalDouble.of(0.95), OptionalDouble.of(0.2));

  private static ModelComparison comparison(
      int bothRight, int onlyFirst, int onlySecond, int bothWrong, List<String> missing) {
    return comparison(bothRight, onlyFirst, onlySecond, bothWrong, missing, Optional.empty());
  }

  private static ModelComparison comparison(
      int bothRight,
      int onlyFirst,
      int onlySecond,
      int bothWrong,
      List<String> missing,
      Optional<Fit> fit) {
    List<ComparedPhoto> photos = new ArrayList<>();
    add(photos, bothRight, "daisy", "daisy");
    add(photos, onlyFirst, "daisy", "roses");
    add(photos, onlySecond, "roses", "daisy");
    add(photos, bothWrong, "roses", "tulips");
    return new ModelComparison(
        new PublishedModel("flowers", 1, Path.of("1")),
        new PublishedModel("flowers", 2, Path.of("2")),
        "photos.tfrecord",
        photos,
        missing,
        List.of(),
        7,
        fit,
        List.of());
  }

  private static void add(List<ComparedPhoto> photos, int count, String first, String second) {
    for (int i = 0; i < count; i++) {
      int number = photos.size();
      photos.add(
          new ComparedPhoto("id" + number, number + ".jpg", "daisy", first, 0.6, second, 0.7));
    }
  }

  private static PromotionDecision decide(int both, int first, int second, int none) {
    return PromotionDecision.of(comparison(both, first, second, none, List.of()), GOOD);
  }

  /** A photo more is chance; three to none, or five to two, are rather not. */
  @Test
  void moreErrorsAreNotPromotedUnlessByChance() {
    PromotionDecision decision = decide(56, 3, 0, 1);
    assertFalse(decision.promoted());
    assertTrue(decision.reason().startsWith("it is worse: accuracy 0.9333 against 0.9833"));
    assertTrue(decision.reason().contains("McNemar's exact p = 0.250"), decision.reason());
    assertFalse(decide(50, 5, 2, 3).promoted());
    PromotionDecision chance = decide(56, 2, 1, 1);
    assertTrue(chance.promoted());
    assertTrue(chance.reason().startsWith("it is as good but for chance: "), chance.reason());
    assertTrue(decide(57, 2, 0, 1).promoted(), "p = 1/4 is three to one, and not beyond");
    assertFalse(decide(900, 60, 40, 0).promoted());
  }

  /** The test photos say nothing, but the labels of hundreds of others do. */
  @Test
  void ifBothFitTheirLabelsWorseTheNewOneMustBeBetterBeyondChance() {
    Fit.Count then = new Fit.Count(430, 450);
    Fit.Count fallen = new Fit.Count(350, 450);
    Fit.Count alike = new Fit.Count(425, 450);
    Fit.Count none = new Fit.Count(0, 0);
    Fit.Count good = new Fit.Count(100, 120);
    Fit.Count bad = new Fit.Count(80, 120);
    PromotionDecision spoiled = decide(new Fit(then, fallen, fallen, none, none));
    assertFalse(spoiled.promoted());
    assertTrue(
        spoiled.reason().contains("had 0.9556 right, and has 0.7778 by the labels of now"),
        spoiled.reason());
    assertFalse(decide(new Fit(then, fallen, alike, good, bad)).promoted(), "learned by heart");
    assertTrue(decide(new Fit(then, fallen, alike, good, good)).promoted(), "mended");
    assertTrue(decide(new Fit(then, alike, fallen, good, bad)).promoted(), "other options");
    assertTrue(decide(new Fit(then, alike, alike, good, good)).promoted());
  }

  private static PromotionDecision decide(Fit fit) {
    return PromotionDecision.of(comparison(56, 1, 1, 2, List.of(), Optional.of(fit)), GOOD);
  }

  @Test
  void asManyErrorsArePromoted() {
    assertTrue(decide(56, 2, 2, 0).promoted());
    assertTrue(decide(56, 0, 0, 4).reason().startsWith("it is as good"));
    assertTrue(decide(56, 1, 2, 1).reason().startsWith("it is better"));
  }

  /** Spoiled labels pull both models down, the new one perhaps no more than the current one. */
  @Test
  void ifTheCurrentModelHasFallenTheNewOneMustBeBetterBeyondChance() {
    PromotionDecision spoiled = decide(45, 1, 2, 12);
    assertFalse(spoiled.promoted());
    assertTrue(spoiled.reason().startsWith("it is not better beyond chance"), spoiled.reason());
    assertTrue(
        spoiled.reason().contains("labels or photos have changed; flowers suspects"),
        spoiled.reason());
    PromotionDecision harder = decide(45, 1, 12, 2);
    assertTrue(harder.promoted(), "photos have changed, and the new model has learned them");
  }

  @Test
  void withoutAPhotoOrWithoutAClassItIsNotPromoted() {
    PromotionDecision none = decide(0, 0, 0, 0);
    assertFalse(none.promoted());
    assertTrue(none.reason().startsWith("there is no photo to compare on"), none.reason());
    PromotionDecision lacking =
        PromotionDecision.of(comparison(50, 0, 9, 1, List.of("tulips")), GOOD);
    assertFalse(lacking.promoted());
    assertTrue(
        lacking.reason().startsWith("it lacks the class tulips of flowers:1"), lacking.reason());
  }

  @Test
  void countsAndChangesFollowFromThePhotos() {
    ModelComparison comparison = comparison(3, 2, 1, 4, List.of());
    assertEquals(new PairedComparison(3, 2, 1, 4), comparison.paired().orElseThrow());
    assertEquals(2, comparison.changed(Change.RIGHT_TO_WRONG).size());
    assertEquals(1, comparison.changed(Change.WRONG_TO_RIGHT).size());
    assertEquals(4, comparison.changed(Change.WRONG_TO_WRONG).size());
    assertEquals(3, comparison.changed(Change.SAME).size());
    assertEquals(1, comparison.classes().size());
    String table = ComparisonText.table(comparison);
    assertTrue(table.contains("10 photos that neither was fitted to, 7 left out"), table);
    assertTrue(table.contains("flowers:2  accuracy 0.4000"), table);
  }
}
