package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split.Part;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 11})
  void everyPhotoOfASmallSetHasOnePart(int size) {
    Map<Part, Long> sizes = sizes(Split.standard(), size);
    assertEquals(size, sizes.values().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void thePartsAreAsLargeAsAsked() {
    Map<Part, Long> sizes = sizes(new Split(70, 20, 10, 5), 20_000);
    // Four standard deviations of a binomial distribution.
    assertEquals(14_000, sizes.getOrDefault(Part.TRAIN, 0L), 260);
    assertEquals(4_000, sizes.getOrDefault(Part.VALIDATION, 0L), 230);
    assertEquals(2_000, sizes.getOrDefault(Part.TEST, 0L), 170);
  }

  @Test
  void aPartOfNothingStaysEmpty() {
    assertEquals(Map.of(Part.TRAIN, 1000L), sizes(new Split(100, 0, 0, 0), 1000));
  }

  @Test
  void anotherSeedGivesOtherParts() {
    Split other = new Split(80, 10, 10, 1);
    long moved = ids(1000).stream().filter(id -> Split.standard().of(id) != other.of(id)).count();
    assertTrue(moved > 200, "moved " + moved);
  }

  @Test
  void thePartsStayWhatTheyAreInThisAndLaterVersions() {
    // A model names its split by percentages and seed: these must mean the same for ever.
    // tRain, vAlidation, tEst of photo0 to photo39, computed by another program.
    String parts =
        ids(40).stream()
            .map(id -> Split.standard().of(id).name().substring(1, 2))
            .collect(Collectors.joining());
    assertEquals("RRARRRRRRRRRRRRRRRRRRARRRRRRRRERAEARRRRR", parts);
  }

  @Test
  void readsItsOwnText() {
    Split split = Split.parse("60/30/10", 7);
    assertEquals(new Split(60, 30, 10, 7), split);
    assertEquals(split, Split.parse(split.percents(), 7));
    assertNotEquals(split, Split.standard());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "80", "80/20", "80/10/11", "0/50/50", "-80/90/90", "a/b/c", "80/10/10/0"})
  void refusesOtherText(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Split.parse(text, 0));
    assertTrue(e.toString().contains(text), e.toString());
  }

  private static Map<Part, Long> sizes(Split split, int size) {
    return ids(size).stream()
        .map(split::of)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static List<String> ids(int size) {
    return IntStream.range(0, size).mapToObj(i -> "photo" + i).toList();
  }
}
