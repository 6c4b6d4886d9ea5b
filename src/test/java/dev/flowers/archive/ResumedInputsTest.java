package dev.flowers.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.archive.PhotoAnswer.Ranked;
import dev.flowers.novelty.NearPhoto;
import dev.flowers.novelty.UnknownReason;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a file of answers whose run was killed. */
class ResumedInputsTest {
  private static final int CHUNK = 4;
  private static final List<String> PHOTOS =
      IntStream.range(0, 23)
          .mapToObj(n -> n % 7 == 3 ? "a \"" + n + "\"\nname, é.jpg" : "photo-" + n + ".jpg")
          .toList();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(AnswerForm.class)
  void killedAtAnyByteItEndsWithTheSameFile(AnswerForm form) throws IOException {
    for (boolean identified : new boolean[] {false, true}) {
      Path file = directory.resolve("answers-" + identified);
      List<String> photos = PHOTOS.subList(0, 2 * CHUNK + 3);
      Run undisturbed = run(file, form, identified, "m:1", photos);
      assertEquals(photos.size(), undisturbed.given.size());
      byte[] whole = Files.readAllBytes(file);
      int most = 0;
      for (int length = 0; length <= whole.length; length++) {
        Files.write(file, Arrays.copyOf(whole, length));
        Run again = run(file, form, identified, "m:1", photos);
        assertArrayEquals(whole, Files.readAllBytes(file), "cut at byte " + length);
        assertEquals(photos.size(), again.inputs.answered() + again.given.size());
        long lost = count(whole, length, form) - again.inputs.answered();
        assertTrue(lost >= 0 && lost < CHUNK, "cut at byte " + length + ": lost " + lost);
        assertEquals(0, again.inputs.answered() % CHUNK * (again.given.isEmpty() ? 0 : 1));
        most = Math.max(most, again.given.size());
      }
      assertEquals(photos.size(), most, "of an empty file all");
      assertEquals(0, run(file, form, identified, "m:1", photos).given.size());
      assertEquals(1, run(file, form, identified, "m:1", photos).inputs.failed());
    }
  }

  /** How many answers are whole in the first bytes, by another way: those that a reader gets. */
  private static long count(byte[] whole, int length, AnswerForm form) {
    String text = new String(whole, 0, length, StandardCharsets.UTF_8);
    if (form == AnswerForm.JSONL) {
      return text.chars().filter(c -> c == '\n').count();
    }
    // The last row of an answer has rank 2, or no rank.
    return text.split(",2,tulip,[^\n]*\n|,,,[^\n]*\n", -1).length - 1L;
  }

  @Test
  void morePhotosAtTheEndAreNamedToo() throws IOException {
    Path file = directory.resolve("grown");
    run(file, AnswerForm.JSONL, false, "m:1", PHOTOS.subList(0, 10));
    Run grown = run(file, AnswerForm.JSONL, false, "m:1", PHOTOS);
    assertEquals(8, grown.inputs.answered(), "two whole chunks");
    assertEquals(PHOTOS.size(), Files.readAllLines(file).size());
  }

  @Test
  void otherPhotosAreNotPutBehindTheAnswers() throws IOException {
    Path file = directory.resolve("answers");
    run(file, AnswerForm.JSONL, false, "m:1", PHOTOS);
    byte[] before = Files.readAllBytes(file);
    List<String> swapped = new ArrayList<>(PHOTOS);
    swapped.set(4, "another.jpg");
    refused("record 5: found photo-4.jpg, expected another.jpg", file, "m:1", swapped);
    refused("record 11: found", file, "m:1", PHOTOS.subList(0, 10));
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void anotherModelsAnswersAreNotMixedIn() throws IOException {
    Path file = directory.resolve("answers");
    run(file, AnswerForm.JSONL, false, "m:1", PHOTOS);
    refused("found answers of m:1, expected those of m:2", file, "m:2", PHOTOS);
    Files.delete(RunDescription.beside(file));
    refused("found a file without answers.run.json beside it", file, "m:1", PHOTOS);
  }

  @Test
  void whatIsNoAnswerIsNamed() throws IOException {
    Path file = directory.resolve("answers");
    run(file, AnswerForm.JSONL, false, "m:1", PHOTOS);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, "{\"photo\":");
    Files.write(file, lines);
    refused("record 3 at byte ", file, "m:1", PHOTOS);
  }

  @Test
  void oneRunAtATimeWrites() throws IOException {
    Path file = directory.resolve("answers");
    try (AnswerFile open = AnswerFile.open(file, text(AnswerForm.CSV, false), description("m:1"))) {
      assertEquals(file, open.path());
      FileSystemException refusal =
          assertThrows(
              FileSystemException.class, () -> run(file, AnswerForm.CSV, false, "m:1", PHOTOS));
      assertEquals("another run writes here", refusal.getReason());
    }
  }

  private void refused(String message, Path file, String model, List<String> photos) {
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class, () -> run(file, AnswerForm.JSONL, false, model, photos));
    assertTrue(String.valueOf(refusal.getMessage()).contains(message), refusal.getMessage());
  }

  private record Run(ResumedInputs<String> inputs, List<String> given) {}

  private static Run run(
      Path file, AnswerForm form, boolean identified, String model, List<String> photos)
      throws IOException {
    List<String> given = new ArrayList<>();
    try (AnswerFile answers = AnswerFile.open(file, text(form, identified), description(model))) {
      ResumedInputs<String> inputs =
          new ResumedInputs<>(
              answers,
              CHUNK,
              Function.identity(),
              chunk -> {
                given.addAll(chunk);
                answers.append(chunk.stream().map(photo -> answer(photo, identified)).toList());
              });
      for (String photo : photos) {
        inputs.add(photo);
      }
      inputs.finish();
      return new Run(inputs, given);
    }
  }

  private static AnswerText text(AnswerForm form, boolean identified) {
    return AnswerText.of(form, 2, identified);
  }

  private static RunDescription description(String model) {
    return new RunDescription("any", model, "", "", 2, "");
  }

  private static PhotoAnswer answer(String photo, boolean identified) {
    int index = PHOTOS.indexOf(photo);
    if (index % 10 == 1) {
      return new PhotoAnswer.Failed(photo, "found a \"text\", expected a photo");
    }
    List<Ranked> classes = List.of(new Ranked("rose", 0.75f), new Ranked("tulip", 0.25f));
    return identified
        ? new PhotoAnswer.Identified(
            photo,
            classes,
            1.5,
            index % 2 == 0 ? Optional.of(UnknownReason.NOVEL) : Optional.empty(),
            List.of(new NearPhoto("", "rose", 0.5)))
        : new PhotoAnswer.Classified(photo, classes);
  }
}
