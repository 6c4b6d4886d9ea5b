package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
  private record Inner(String name, OptionalDouble share) {
    Inner {
      if (share.orElse(0) > 1) {
        throw new IllegalArgumentException(
            "found share " + share.getAsDouble() + ", expected at most 1");
      }
    }
  }

  private record Outer(
      String text,
      int count,
      long size,
      float rate,
      Instant when,
      DayOfWeek day,
      List<Integer> shape,
      List<Inner> inners,
      @JsonFormat.Default("7") int added) {
    Outer {
      shape = List.copyOf(shape);
      inners = List.copyOf(inners);
    }
  }

  private static final JsonFormat<Outer> FORMAT = JsonFormat.of(Outer.class, 3);
  private static final Path FILE = Path.of("some.json");
  private static final String JSON =
      """
      {
        "format": 3,
        "text": "a \\"b\\" <ü> 花",
        "count": -5,
        "size": 9007199254740993,
        "rate": 0.001,
        "when": "2026-01-31T12:00:00.123456789Z",
        "day": "MONDAY",
        "shape": [
          3,
          4
        ],
        "inners": [
          {
            "name": "x",
            "share": 0.1
          },
          {
            "name": "y",
            "share": null
          }
        ],
        "added": 8
      }
      """;
  private static final Outer VALUE =
      new Outer(
          "a \"b\" <ü> 花",
          -5,
          9_007_199_254_740_993L,
          0.001f,
          Instant.parse("2026-01-31T12:00:00.123456789Z"),
          DayOfWeek.MONDAY,
          List.of(3, 4),
          List.of(new Inner("x", OptionalDouble.of(0.1)), new Inner("y", OptionalDouble.empty())),
          8);

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsReadableAndComesBack() throws IOException {
    Path file = directory.resolve("outer.json");
    FORMAT.write(file, VALUE);
    assertEquals(JSON, Files.readString(file));
    assertEquals(VALUE, FORMAT.read(file));
  }

  private record Text(String text) {}

  @Property(tries = 200, seed = "16")
  void anyTextComesBack(@ForAll String text) throws IOException {
    JsonFormat<Text> format = JsonFormat.unnumbered(Text.class);
    Path file = Files.createTempFile("text", ".json");
    try {
      if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
        assertThrows(MalformedFileException.class, () -> format.write(file, new Text(text)));
      } else {
        format.write(file, new Text(text));
        assertEquals(text, format.read(file).text());
      }
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void membersMayBeInAnyOrderAmongUnknownOnes() throws IOException {
    Text text =
        JsonFormat.of(Text.class, 2)
            .parse(FILE, "{\"new\": {\"format\": [1]}, \"text\": \"a\", \"format\": 2}");
    assertEquals("a", text.text());
  }

  @Test
  void anOlderFileMayLackWhatHasADefault() throws IOException {
    assertEquals(
        7, FORMAT.parse(FILE, JSON.replace(",\n  \"added\": 8", "")).added(), "the default");
  }

  @Test
  void anotherVersionIsToldFromADamagedFile() {
    StaleFileException e =
        assertThrows(
            StaleFileException.class,
            () -> FORMAT.parse(FILE, "{\"strange\": [{}, \"\"], \"format\": 4, \"text\": 3}"));
    assertEquals(
        "some.json: found format 4, expected 3: made by another version of flowers-vgg16",
        FileErrors.message(e));
  }

  @Test
  void theNumberMayBeCalledOtherwiseOrBeMissing() throws IOException {
    JsonFormat<Text> version = JsonFormat.of(Text.class, "version", 2);
    assertEquals("a", version.parse(FILE, "{\"version\": 2, \"text\": \"a\"}").text());
    String unnumbered = "{\"text\": \"a\"}";
    assertThrows(MalformedFileException.class, () -> version.parse(FILE, unnumbered));
    assertEquals("a", version.orUnnumbered().parse(FILE, unnumbered).text());
    assertThrows(
        StaleFileException.class,
        () -> version.orUnnumbered().parse(FILE, "{\"version\": 1, \"text\": \"a\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"count\": -5`|`\"count\": 1.5`|found 1.5 at $.count, expected a whole number",
        "`\"count\": -5`|`\"count\": 1e999`|found 1e999 at $.count, expected a whole number",
        "`\"count\": -5`|`\"count\": 2147483648`|found 2147483648 at $.count, expected a whole",
        "`\"count\": -5`|`\"count\": \"5\"`|found \"5\" at $.count, expected a whole number",
        "`\"count\": -5`|`\"count\": null`|found null at $.count, expected a whole number",
        "`\"count\": -5`|`\"count\": [5]`|found a list at $.count, expected a whole number",
        "`\"count\": -5,`|``|found no \"count\" at $, expected this member",
        "`\"count\": -5`|`\"count\": 1, \"count\": 1`|found two members at $.count, expected one",
        "`\"format\": 3`|`\"format\": 3, \"format\": 3`|found two members at $.format",
        "`\"format\": 3`|`\"format\": 3.5`|found 3.5 at $.format, expected a whole number",
        "`\"format\": 3`|`\"format\": \"3\"`|found \"3\" at $.format, expected a whole number",
        "`\"format\": 3,`|``|found no \"format\", expected 3",
        "9007199254740993|9e18|found 9e18 at $.size, expected a whole number",
        "9007199254740993|9223372036854775808|found 9223372036854775808 at $.size, expected a",
        "0.001|1e39|found 1e39 at $.rate, expected a number",
        "0.001|NaN|found bad JSON at line 6 column",
        "0.001|null|found null at $.rate, expected a number",
        "`\"share\": 0.1`|`\"share\": 1e999`|found 1e999 at $.inners[0].share, expected a number or null",
        "`\"share\": 0.1`|`\"share\": -Infinity`|found bad JSON at line",
        "`\"share\": 0.1`|`\"share\": \"0.1\"`|found \"0.1\" at $.inners[0].share, expected a number or null",
        "`\"share\": 0.1`|`\"share\": 2`|found share 2.0, expected at most 1 (at $.inners[0])",
        "2026-01-31|2026-02-31|found \"2026-02-31T12:00:00.123456789Z\" at $.when, expected a time",
        "MONDAY|monday|found \"monday\" at $.day, expected one of [MONDAY, TUESDAY",
        "`[\n    3,\n    4\n  ]`|null|found null at $.shape, expected a list",
        "`\n    3,`|`\n    null,`|found null at $.shape[0], expected a whole number",
        "`\"name\": \"x\"`|`\"name\": true`|found true at $.inners[0].name, expected a text",
        "`\"text\": \"a`|`\"text\": \"\n`|found bad JSON at line",
        "`\"text\"`|text|found bad JSON at line",
        "`\"text\"`|`'text'`|found bad JSON at line",
        "`\"added\": 8`|`\"added\": 8,`|found bad JSON at line",
        "`\"added\": 8`|`/**/ \"added\": 8`|found bad JSON at line",
        "`\"added\": 8\n}`|`\"added\": 8`|found bad JSON at line",
        "`\"added\": 8\n}`|`\"added\": 8}}`|found bad JSON at line"
      })
  void whatIsWrongIsSaidWithItsPlace(String from, String to, String message) {
    assertTrue(JSON.contains(from), from);
    MalformedFileException e =
        assertThrows(
            MalformedFileException.class, () -> FORMAT.parse(FILE, JSON.replace(from, to)));
    String text = FileErrors.message(e);
    assertTrue(text.startsWith("some.json: " + message), text);
    assertTrue(text.contains("expected"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "null", "3", "\"a\"", "[]", "{", "}", "tulips"})
  void whatIsNoObjectIsRefused(String text) {
    assertThrows(MalformedFileException.class, () -> FORMAT.parse(FILE, text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deepNestingCostsNoStack(String level) {
    for (String before : List.of("", "{\"format\":3,\"text\":", "{\"format\":3,\"x\":")) {
      String deep = before + level.repeat(1_000_000);
      assertThrows(MalformedFileException.class, () -> FORMAT.parse(FILE, deep));
    }
  }

  @Test
  void longNamesAndValuesAreNotRepeated() {
    String text = "{\"format\": 3, \"" + "a".repeat(100_000) + "\": }";
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> FORMAT.parse(FILE, text));
    assertTrue(FileErrors.message(e).length() < 1000, FileErrors.message(e));
  }

  @Test
  void aMissingFileAndADirectoryAreNamed() {
    Path missing = directory.resolve("missing.json");
    assertEquals(
        missing.toString(),
        assertThrows(NoSuchFileException.class, () -> FORMAT.read(missing)).getFile());
    IOException e = assertThrows(IOException.class, () -> FORMAT.read(directory));
    assertTrue(FileErrors.message(e).startsWith(directory.toString()), FileErrors.message(e));
  }

  @Test
  void anyDamageIsRefusedNamingTheFile() throws IOException {
    Path file = directory.resolve("outer.json");
    FORMAT.write(file, VALUE);
    Mutations.check(file, "outer.json", () -> FORMAT.read(file));
  }
}
