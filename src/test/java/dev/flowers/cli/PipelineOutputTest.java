package dev.flowers.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadSearch;
import dev.flowers.training.PipelineListener.Round;
import dev.flowers.training.PipelineListener.Stage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rows whose figures are absent have dashes, and keep to their columns. */
class PipelineOutputTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Test
  void anEpochWithoutValidationPhotos() {
    OptionalDouble half = OptionalDouble.of(0.5);
    assertEquals(
        """
                      1      1.5000    0.2500           0.5000    0.5000     0.10
                      2      0.7500    0.6250                –         –     0.10
        """,
        printed(
            output -> {
              output.onEpoch(new EpochResult(1, 1.5, 0.25, half, half, 0.1));
              output.onEpoch(new EpochResult(2, 0.75, 0.625, NONE, NONE, 0.1));
            }));
  }

  @Test
  void aTrialThatDiverged() {
    HeadOptions options = HeadOptions.defaults();
    assertEquals(
        """
                      1         diverged         –      –      2.0     512        0     64     0.001  constant     10          0
                      2           0.5000    0.7500      3      2.0     512        0     64     0.001  constant     10          0
        """,
        printed(
            output -> {
              output.onTrial(new HeadSearch.Trial(1, options, NONE, NONE, OptionalInt.empty(), 2));
              output.onTrial(
                  new HeadSearch.Trial(
                      2,
                      options,
                      OptionalDouble.of(0.5),
                      OptionalDouble.of(0.75),
                      OptionalInt.of(3),
                      2));
            }));
  }

  @Test
  void aFoldWithoutAPhoto() {
    Evaluation none = Evaluation.of(List.of("daisy", "roses"), new int[0], List.of());
    assertEquals(
        "             7       0         –         –           2\n",
        printed(output -> output.onRound(Stage.CROSS_VALIDATION, new Round(7, 0, 0, 2, none))));
  }

  private static String printed(Consumer<PipelineOutput> told) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    try (PipelineOutput output =
        new PipelineOutput(new Terminal(InputStream.nullInputStream(), stream, stream, false))) {
      told.accept(output);
    }
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
