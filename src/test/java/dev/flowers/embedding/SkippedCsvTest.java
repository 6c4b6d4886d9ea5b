package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkippedCsvTest {
  @TempDir Path directory;
  private Path csv = Path.of("");

  @BeforeEach
  void name() {
    csv = SkippedCsv.beside(directory.resolve("photos.tfrecord"));
  }

  @Test
  void remembersWhatIsWrongWithBytesByTheSameRules() throws IOException {
    SkippedFile damaged = new SkippedFile(Path.of("a, \"b\".jpg"), "1d", "found x,\nexpected y");
    SkippedFile away = new SkippedFile(Path.of("c.jpg"), "", "access denied");
    SkippedCsv.write(csv, List.of(damaged, away), "decoder 1");
    assertEquals(Map.of("1d", damaged.reason()), SkippedCsv.verdicts(csv, "decoder 1"));
    assertEquals(Map.of(), SkippedCsv.verdicts(csv, "decoder 2"));
  }

  @Test
  void aListOfAnEarlierVersionHasNoVerdicts() throws IOException {
    Files.writeString(csv, "path,reason,id\na.jpg,found x,1d\n");
    assertEquals(Map.of(), SkippedCsv.verdicts(csv, ""));
  }

  @Test
  void withoutAnythingSkippedThereIsNoFile() throws IOException {
    SkippedCsv.write(csv, List.of(new SkippedFile(csv, "", "gone")), "decoder 1");
    SkippedCsv.write(csv, List.of(), "decoder 1");
    assertFalse(Files.exists(csv));
    assertEquals(Map.of(), SkippedCsv.verdicts(csv, "decoder 1"));
  }

  @Test
  void anyDamageIsRefusedNamingTheFile() throws IOException {
    SkippedFile damaged = new SkippedFile(Path.of("ä, \"b\".jpg"), "1d", "found x,\nexpected y");
    SkippedCsv.write(csv, List.of(damaged, damaged), "decoder 1");
    Mutations.check(
        csv, "photos.tfrecord.skipped.csv", () -> SkippedCsv.verdicts(csv, "decoder 1"));
  }

  @Test
  void whatIsNoUtf8IsRefused() throws IOException {
    Files.write(csv, "path,reason,id,rules\n\u00fc.jpg,x,1d,a\n".getBytes(ISO_8859_1));
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> SkippedCsv.verdicts(csv, "a"));
    assertEquals(csv + ": found no UTF-8, expected text in UTF-8", e.getMessage());
  }
}
