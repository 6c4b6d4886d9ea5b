package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.archive.ArchiveOptions;
import dev.flowers.archive.ArchivePrediction;
import dev.flowers.archive.ArchiveResult;
import dev.flowers.archive.PhotoSource;
import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Runs {@code predict} with {@code --jsonl OUT} or {@code --csv OUT}. */
final class ArchivePredictor {
  private final Subcommand command;
  private final ArchiveMixin asked;
  private final List<Path> inputs;

  ArchivePredictor(Subcommand command, ArchiveMixin asked, List<Path> inputs) {
    this.command = command;
    this.asked = asked;
    this.inputs = inputs;
  }

  /** Refuses what does not go together before anything is loaded. */
  private void check(ArchiveOptions options) throws IOException {
    List<String> sources = new ArrayList<>();
    if (!inputs.isEmpty()) {
      sources.add("files and folders");
    }
    asked.list.ifPresent(list -> sources.add("--files-from"));
    asked.embeddings.ifPresent(file -> sources.add("--embeddings"));
    if (sources.size() != 1) {
      throw command.usage(
          "photos: found "
              + (sources.isEmpty() ? "none" : String.join(" and ", sources))
              + ", expected one of files and folders, --files-from and --embeddings");
    }
    if (asked.embeddings.isPresent()
        && (options.cache().isPresent() || options.precision().isPresent())) {
      throw command.usage(
          "--embeddings: found "
              + (options.cache().isPresent() ? "--cache" : "--precision")
              + ", too, expected it with photos alone");
    }
    for (Path input : inputs) {
      if (input.equals(PredictCommand.STANDARD_INPUT)) {
        throw command.usage("-: found a photo on standard input, expected files and folders");
      }
      if (!Files.exists(input) && input.toString().startsWith("-")) {
        throw command.usage(input + ": found neither an option nor a file of this name");
      }
    }
    if (inputs.size() == 1 && !Files.exists(inputs.get(0))) {
      throw new NoSuchFileException(inputs.get(0).toString());
    }
    Path folder = options.answers().toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
  }

  int run(HomeOption home, ModelOption model, ArchiveOptions options) throws IOException {
    check(options);
    Terminal terminal = command.terminal();
    ArchivePrediction prediction =
        new ArchivePrediction(
            home.home(), model.reference, note -> terminal.say("note      %s", note));
    Progress progress = terminal.progress(" photos", 1);
    long started = System.nanoTime();
    ArchiveResult result =
        asked.embeddings.isPresent()
            ? prediction.predict(asked.embeddings.get(), options, progress)
            : prediction.predict(source(terminal), options, progress);
    report(terminal, options.answers(), result, System.nanoTime() - started);
    return result.failed() > 0 ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private PhotoSource source(Terminal terminal) {
    if (asked.list.isEmpty()) {
      return PhotoSource.of(inputs);
    }
    Path list = asked.list.get();
    return list.equals(PredictCommand.STANDARD_INPUT)
        ? PhotoSource.list(terminal.in())
        : PhotoSource.list(list);
  }

  private static void report(
      Terminal terminal, Path answers, ArchiveResult result, long elapsedNanos) {
    double seconds = (double) elapsedNanos / TimeUnit.SECONDS.toNanos(1);
    long here = result.photos() - result.standing();
    terminal.say(
        "predict   %s by %s → %s",
        Quantity.of(result.photos(), "photo"), result.model().reference(), answers);
    terminal.say(
        "          %d stood there, %d answered in %.1f s%s: %d by embeddings that were known, %d"
            + " embedded",
        result.standing(),
        here,
        seconds,
        here == 0 ? "" : String.format(Locale.ROOT, " (%.0f/s)", here / seconds),
        result.known(),
        result.embedded());
    if (result.failed() > 0) {
      terminal.say("          %d without an answer: their lines say why", result.failed());
    }
    if (result.unused() > 0) {
      terminal.say(
          "          %s not used: hidden, or not regular", Quantity.of(result.unused(), "file"));
    }
  }
}
