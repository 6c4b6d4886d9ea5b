package dev.flowers.cli;

import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.Promotion;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code flowers models history}. */
@Command(
    name = "history",
    header = "Show what was promoted when and why, and what was not.",
    description = {""})
final class HistoryCommand extends Subcommand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  @ParentCommand ModelsCommand models;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Which model. Default: ${DEFAULT-VALUE}.")
  String name = ModelRepository.DEFAULT_NAME;

  @Override
  public Integer call() throws IOException {
    ModelsCommand.requireName(this, name);
    ModelRepository repository = new ModelRepository(models.home.home());
    String current = repository.current(name).reference();
    List<Promotion> history = repository.history(name);
    for (Promotion decision : history) {
      terminal()
          .result(
              "%s  %-8s  %s:%d %s: %s",
              TIME.format(decision.at()),
              DisplayText.of(decision.by()),
              name,
              decision.version(),
              decision.promoted() ? "promoted" : "not promoted",
              decision.reason());
    }
    terminal().say("%s is current", current);
    return CommandLine.ExitCode.OK;
  }
}
