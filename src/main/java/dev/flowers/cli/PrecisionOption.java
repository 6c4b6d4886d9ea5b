package dev.flowers.cli;

import dev.flowers.trunk.Precision;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The {@code --precision} option. */
final class PrecisionOption {
  @Option(
      names = "--precision",
      paramLabel = "FORMAT",
      description =
          "In which floating-point format the trunk multiplies: auto, float32, bfloat16. auto is"
              + " bfloat16 where the processor multiplies it natively (AVX512_BF16 or AMX_BF16, under"
              + " Linux), several times faster; else float32. Default: auto.")
  Choice choice = Choice.AUTO;

  /** What the option takes. */
  enum Choice {
    AUTO,
    FLOAT32,
    BFLOAT16
  }

  /** None for the fastest that this machine has. */
  Optional<Precision> asked() {
    return switch (choice) {
      case AUTO -> Optional.empty();
      case FLOAT32 -> Optional.of(Precision.FLOAT32);
      case BFLOAT16 -> Optional.of(Precision.BFLOAT16);
    };
  }
}
