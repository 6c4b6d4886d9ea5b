package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitPartsTest {
  private static final Split SPLIT = Split.standard();

  @ParameterizedTest
  @CsvSource({
    "0, 0/0/0",
    "1, 1/0/0",
    "2, 2/0/0",
    "3, 1/1/1",
    "4, 2/1/1",
    "10, 8/1/1",
    "11, 9/1/1",
    "15, 11/2/2",
    "60, 48/6/6",
    "120, 96/12/12"
  })
  void eachClassIsSplitInItsOwnProportion(int size, String expected) {
    List<SplitPhoto> photos = photos(0, size, "a");
    photos.addAll(photos(1, 500, "b"));
    assertEquals(expected, sizes(SPLIT, photos, 0));
    assertEquals("400/50/50", sizes(SPLIT, photos, 1));
  }

  @ParameterizedTest
  @CsvSource({"100/0/0, 60/0/0", "50/0/50, 30/0/30", "1/98/1, 1/58/1", "1/99/0, 1/59/0"})
  void otherProportions(String percents, String expected) {
    assertEquals(expected, sizes(Split.parse(percents, 3), photos(0, 60, "a"), 0));
  }

  @Test
  void theOrderOfThePhotosDoesNotMatter() {
    List<SplitPhoto> photos = photos(0, 100, "a");
    SplitParts parts = SPLIT.assign(photos);
    Collections.reverse(photos);
    assertEquals(parts, SPLIT.assign(photos));
  }

  @Test
  void addingPhotosMovesFew() {
    double moved = 0;
    for (int seed = 0; seed < 20; seed++) {
      Split split = new Split(80, 10, 10, seed);
      List<SplitPhoto> before = photos(0, 1000, "a");
      List<SplitPhoto> after = new ArrayList<>(before);
      after.addAll(photos(0, 100, "new"));
      moved += split.assign(before).moved(split, before, split.assign(after));
    }
    // 0.56 √100 = 5.6 of 1,000 on average.
    assertEquals(5.6, moved / 20, 2.5);
  }

  @Test
  void withoutNewPhotosNoneMoves() {
    List<SplitPhoto> photos = photos(0, 200, "a");
    List<SplitPhoto> more = new ArrayList<>(photos);
    more.addAll(photos(1, 50, "b"));
    assertEquals(0, SPLIT.assign(photos).moved(SPLIT, photos, SPLIT.assign(more)));
  }

  @Test
  void copiesAreInOnePart() {
    List<SplitPhoto> photos = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      photos.add(new SplitPhoto("a" + i, i % 7 == 0 ? 1 : 0, "a" + i / 4 * 4, Optional.empty()));
    }
    SplitParts parts = SPLIT.assign(photos);
    assertEquals(75, parts.groups());
    assertEquals(300, parts.grouped());
    assertEquals(0, parts.separated());
    Map<String, Part> byGroup = new HashMap<>();
    for (SplitPhoto photo : photos) {
      Part part = parts.of(SPLIT, photo.id(), photo.label());
      assertEquals(part, byGroup.computeIfAbsent(photo.group(), group -> part));
    }
    assertTrue(byGroup.containsValue(Part.VALIDATION) && byGroup.containsValue(Part.TEST));
  }

  @Test
  void aGroupThatIsTooLargeLeavesNoPartEmpty() {
    List<SplitPhoto> photos = photos(0, 2, "a");
    for (int i = 0; i < 98; i++) {
      photos.add(new SplitPhoto("copy" + i, 0, "copy0", Optional.empty()));
    }
    for (int seed = 0; seed < 20; seed++) {
      String sizes = sizes(new Split(80, 10, 10, seed), photos, 0);
      assertTrue(List.of("98/1/1", "1/98/1", "1/1/98").contains(sizes), sizes);
    }
  }

  @Test
  void whatIsFixedStays() {
    List<SplitPhoto> photos = new ArrayList<>();
    Part[] all = Part.values();
    for (int i = 0; i < 90; i++) {
      photos.add(new SplitPhoto("a" + i, 0, "a" + i, Optional.of(all[i % 3])));
    }
    SplitParts parts = SPLIT.assign(photos);
    for (SplitPhoto photo : photos) {
      assertEquals(photo.fixed(), Optional.of(parts.of(SPLIT, photo.id(), 0)));
    }
  }

  @Test
  void groupsWhosePhotosAreFixedInSeveralPartsAreCounted() {
    List<SplitPhoto> photos = photos(0, 60, "a");
    photos.add(new SplitPhoto("b0", 0, "b0", Optional.of(Part.TRAIN)));
    photos.add(new SplitPhoto("b1", 0, "b0", Optional.of(Part.TEST)));
    photos.add(new SplitPhoto("b2", 0, "b0", Optional.empty()));
    photos.add(new SplitPhoto("c0", 0, "c0", Optional.of(Part.TEST)));
    photos.add(new SplitPhoto("c1", 0, "c0", Optional.empty()));
    photos.add(new SplitPhoto("d0", 0, "d0", Optional.of(Part.VALIDATION)));
    photos.add(new SplitPhoto("d1", 1, "d0", Optional.of(Part.TEST)));
    SplitParts parts = SPLIT.assign(photos);
    assertEquals(3, parts.groups());
    assertEquals(2, parts.separated());
    assertEquals(Part.TRAIN, parts.of(SPLIT, "b2", 0), "where it does no harm");
    assertEquals(Part.TEST, parts.of(SPLIT, "c1", 0));
  }

  @Test
  void withoutAFixedValidationPartItIsTakenFromTheTrainingPart() {
    List<SplitPhoto> photos = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Part part = i < 90 ? Part.TRAIN : Part.TEST;
      photos.add(new SplitPhoto("a" + i, 0, "a" + i, Optional.of(part)));
    }
    assertEquals("80/10/10", sizes(SPLIT, photos, 0));
    SplitParts parts = SPLIT.assign(photos);
    for (int i = 90; i < 100; i++) {
      assertEquals(Part.TEST, parts.of(SPLIT, "a" + i, 0));
    }
  }

  @Test
  void aPhotoThatComesLaterHasAPart() {
    SplitParts parts = SPLIT.assign(photos(0, 100, "a"));
    double trained =
        photos(0, 1000, "later").stream()
            .filter(photo -> parts.of(SPLIT, photo.id(), 0) == Part.TRAIN)
            .count();
    assertEquals(800, trained, 120);
  }

  @Test
  void cutsAreInOrder() {
    assertThrows(IllegalArgumentException.class, () -> new SplitParts.Cuts(2, 1));
    assertThrows(IllegalArgumentException.class, () -> new SplitParts.Cuts(0, 1L << 53));
  }

  private static String sizes(Split split, List<SplitPhoto> photos, int label) {
    SplitParts parts = split.assign(photos);
    Map<Part, Integer> sizes = new EnumMap<>(Part.class);
    for (SplitPhoto photo : photos) {
      if (photo.label() == label) {
        sizes.merge(parts.of(split, photo.id(), label), 1, Integer::sum);
      }
    }
    return sizes.getOrDefault(Part.TRAIN, 0)
        + "/"
        + sizes.getOrDefault(Part.VALIDATION, 0)
        + "/"
        + sizes.getOrDefault(Part.TEST, 0);
  }

  private static List<SplitPhoto> photos(int label, int count, String name) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToObj(i -> new SplitPhoto(name + i, label)).toList());
  }
}
