package dev.flowers.archive;

import dev.flowers.novelty.UnknownOptions;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file of answers was made with: kept beside it, so that another model's answers are never
 * put behind them.
 *
 * @param form the answers' form
 * @param model name and version
 * @param head the SHA-256 of the head's classes and numbers: another home's model of the same name
 *     is another one
 * @param trunk the identity of the trunk that made the embeddings; empty when unknown
 * @param top how many classes a photo has at most
 * @param unknown at which rates photos are called unknown; empty if none is
 */
record RunDescription(
    String form, String model, String head, String trunk, int top, String unknown) {
  private static final JsonFormat<RunDescription> JSON = JsonFormat.of(RunDescription.class, 1);

  static String unknown(Optional<UnknownOptions> options) {
    return options
        .map(
            rates ->
                String.format(
                    Locale.ROOT,
                    "max-novel %s, max-error %s",
                    rates.maxNovel(),
                    rates.maxError().isPresent() ? rates.maxError().getAsDouble() : "none"))
        .orElse("");
  }

  static Path beside(Path answers) {
    return answers.resolveSibling(answers.getFileName() + ".run.json");
  }

  /** What a file's answers were made with; empty if it has none, or nothing says it. */
  static Optional<RunDescription> of(Path answers) throws IOException {
    Path json = beside(answers);
    return Files.exists(answers) && Files.size(answers) > 0 && Files.exists(json)
        ? Optional.of(JSON.read(json))
        : Optional.empty();
  }

  void write(Path answers) throws IOException {
    JSON.write(beside(answers), this);
  }

  /**
   * Checks that answers can be put behind those of a file.
   *
   * @throws InvalidInputException if they cannot; the message says what is different
   */
  void requireSame(Path answers) throws IOException {
    Path json = beside(answers);
    if (!Files.exists(json)) {
      throw new InvalidInputException(
          answers
              + ": found a file without "
              + json.getFileName()
              + " beside it, expected none or an earlier run's: name another file");
    }
    RunDescription found = JSON.read(json);
    same(answers, "form", found.form, form);
    if (!found.model.equals(model)) {
      throw new InvalidInputException(
          answers
              + ": found answers of "
              + found.model
              + ", expected those of "
              + model
              + ": go on with --model "
              + found.model
              + ", or name another file");
    }
    same(answers, "head", found.head, head);
    same(answers, "trunk", found.trunk, trunk);
    same(answers, "top", Integer.toString(found.top), Integer.toString(top));
    same(answers, "unknown", found.unknown, unknown);
  }

  private static void same(Path answers, String what, String found, String expected)
      throws InvalidInputException {
    if (!found.equals(expected)) {
      throw new InvalidInputException(
          answers
              + ": found answers made with "
              + what
              + " "
              + (found.isEmpty() ? "none" : found)
              + ", expected "
              + (expected.isEmpty() ? "none" : expected)
              + ": name another file");
    }
  }
}
