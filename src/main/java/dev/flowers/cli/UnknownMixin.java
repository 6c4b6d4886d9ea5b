package dev.flowers.cli;

import dev.flowers.novelty.UnknownOptions;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The options of {@code predict} that call photos unknown. */
final class UnknownMixin {
  @Option(
      names = "--unknown",
      description =
          "Say unknown where the class is: novel, far from all training photos, or ambiguous, no class"
              + " probable enough.")
  boolean asked;

  @Option(
      names = "--max-novel",
      paramLabel = "RATE",
      description =
          "With --unknown: at most this share of the photos of the model's classes is called novel, by"
              + " the validation photos; 0 for none. Default: 0.05.")
  Optional<Double> maxNovel = Optional.empty();

  @Option(
      names = "--max-error",
      paramLabel = "RATE",
      description =
          "With --unknown: call the least probable answers ambiguous, so that at most this share of the"
              + " others is wrong, by the validation photos. Default: none is ambiguous.")
  Optional<Double> maxError = Optional.empty();

  /** Checks the options before anything is loaded. */
  UnknownOptions options(Subcommand command, ExplainMixin explain) {
    if (!asked && (maxNovel.isPresent() || maxError.isPresent())) {
      throw command.usage(
          (maxNovel.isPresent() ? "--max-novel" : "--max-error")
              + ": found it without --unknown, expected both");
    }
    if (asked && explain.asked()) {
      throw command.usage("--unknown: found --explain or --nearest, too; expected one of them");
    }
    return command.valid(
        () ->
            new UnknownOptions(
                maxNovel.orElse(UnknownOptions.defaults().maxNovel()),
                maxError.isPresent() ? OptionalDouble.of(maxError.get()) : OptionalDouble.empty()));
  }
}
