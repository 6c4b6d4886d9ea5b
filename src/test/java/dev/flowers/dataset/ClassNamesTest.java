package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "daisy",
        "n01440764 tench, Tinca tinca",
        "Gänseblümchen",
        "雏菊",
        "rose\u00a0& thorn",
        "\"quoted\" \\ {}",
        "👩\u200d🌾",
        "-",
        "0",
        "null",
        "שושנה\u200f"
      })
  void takesWhateverStandsOnALine(String name) {
    assertEquals("", ClassNames.fault(name));
    ClassNames.check(List.of(name));
  }

  static final List<Arguments> faults =
      List.of(
          arguments("da\nisy", "a line break"),
          arguments("daisy\r", "a line break"),
          arguments("\ndaisy", "a line break"),
          arguments("a\u0085b", "a line break"),
          arguments("a\u2028b", "a line break"),
          arguments("a\u000bb", "a line break"),
          arguments("a\u0000b", "a control character"),
          arguments("a\tb", "a control character"),
          arguments("\u001b[31mred", "a control character"),
          arguments("a\u009bb", "a control character"),
          arguments(" daisy", "white space at its beginning or end"),
          arguments("daisy ", "white space at its beginning or end"),
          arguments("daisy\u00a0", "white space at its beginning or end"),
          arguments("daisy\u3000", "white space at its beginning or end"),
          arguments(" ", "white space alone"),
          arguments("\u00a0\u200b", "white space alone"),
          arguments("\ufeff", "white space alone"),
          arguments("a\ud800b", "half a character (a lone surrogate)"),
          arguments("\udc00", "half a character (a lone surrogate)"));

  @ParameterizedTest
  @FieldSource("faults")
  void saysWhatIsWrongWithAName(String name, String fault) {
    assertEquals(fault, ClassNames.fault(name));
    assertThrows(IllegalArgumentException.class, () -> ClassNames.check(List.of("rose", name)));
  }

  @Test
  void refusesNothingAndTooMuch() {
    assertEquals("nothing", ClassNames.fault(""));
    assertEquals("", ClassNames.fault("a".repeat(ClassNames.MAX_LENGTH)));
    assertEquals("1001 characters", ClassNames.fault("a".repeat(1001)));
  }

  @Test
  void refusesOneNameForTwoClasses() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ClassNames.check(List.of("rose", "tulip", "rose")));
    assertEquals(
        "found the class name \"rose\" for the labels 0 and 2, expected one name a class",
        e.getMessage());
    ClassNames.check(List.of("rose", "Rose", "röse"));
  }

  @Test
  void aMessageIsOneLineWhateverTheName() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ClassNames.check(List.of("da\nisy\u001b")));
    assertEquals(
        "found the class name \"da\\nisy\\u001b\" (a line break), expected 1 to 1000 characters in one"
            + " line, without control characters or white space at the ends",
        e.getMessage());
    assertEquals("\"a\\r\\t\\u2028ä👩\"", ClassNames.quoted("a\r\t\u2028ä👩"));
    assertEquals("\"" + "👩".repeat(80) + "…\"", ClassNames.quoted("👩".repeat(81)));
    assertEquals("\"" + "👩".repeat(80) + "\"", ClassNames.quoted("👩".repeat(80)));
  }
}
