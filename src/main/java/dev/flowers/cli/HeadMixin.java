package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.head.HeadOption;
import dev.flowers.head.HeadOptionException;
import dev.flowers.head.HeadOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the head is trained, with a flag for each {@link HeadOption}, and on which photos. */
final class HeadMixin {
  private final Map<HeadOption, OptionSpec> flags = new HashMap<>();
  private @Nullable CommandSpec command;

  @Option(
      names = "--split",
      paramLabel = "TRAIN/VALIDATION/TEST",
      description = "Percent of the photos for each part. Default: ${DEFAULT-VALUE}.")
  String split = Split.standard().percents();

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      description = "Another seed, another split. Default: ${DEFAULT-VALUE}.")
  long splitSeed = Split.standard().seed();

  /** Adds the flags to the command that this is mixed into; picocli calls it. */
  @Spec(Spec.Target.MIXEE)
  void addFlags(CommandSpec mixee) {
    command = mixee;
    for (HeadOption option : HeadOption.all()) {
      boolean denies = option.type() == boolean.class;
      OptionSpec flag =
          OptionSpec.builder(option.flag())
              .paramLabel(option.placeholder())
              .type(option.type())
              .arity(denies ? "0" : "1") // a flag without a value turns the default round
              .defaultValue(option.text(HeadOptions.defaults()))
              .description(option.help() + (denies ? "" : " Default: ${DEFAULT-VALUE}."))
              .build();
      mixee.addOption(flag);
      flags.put(option, flag);
    }
  }

  HeadOptions options() {
    try {
      return HeadOption.options(option -> Objects.requireNonNull(flags.get(option)).getValue());
    } catch (HeadOptionException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), e.messageWithFlag(), e);
    }
  }

  Split split() {
    return Split.parse(split, splitSeed);
  }
}
