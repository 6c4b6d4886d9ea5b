package dev.flowers.cli;

import dev.flowers.head.Provenance;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers models}. */
@Command(
    name = "models",
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {
      PromoteCommand.class,
      RollbackCommand.class,
      HistoryCommand.class,
      DiffCommand.class,
      RemoveModelsCommand.class
    },
    header = "List the published models; choose the current one, compare or remove some.",
    description = {
      "",
      "A line a version, the newest of a model first: its classes, all photos that it was made from,"
          + " the share of the test photos that it has right, the precision of its embeddings, when it was"
          + " published, and its size. The current one is what the name without a version stands for.",
      ""
    })
final class ModelsCommand extends Subcommand {
  private static final DateTimeFormatter MADE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Mixin HomeOption home;

  @Option(names = "--json", description = "Print the list as JSON, with each model's history.")
  boolean json;

  /** Refuses a version where a command is about all of a model's. */
  static void requireName(Subcommand command, String name) {
    if (name.contains(":")) {
      throw command.usage("model " + name + ": found a version, expected a name, as flowers-vgg16");
    }
  }

  @Override
  public Integer call() throws IOException {
    Home directory = home.home();
    ModelRepository repository = new ModelRepository(directory);
    List<PublishedModel> models = new ArrayList<>();
    for (String name : repository.names()) {
      models.addAll(repository.versions(name));
    }
    if (json) {
      return ModelsJson.print(terminal(), repository);
    }
    if (models.isEmpty()) {
      terminal().say("No model was trained yet in %s; flowers train makes one.", directory.zoo());
      return CommandLine.ExitCode.OK;
    }
    int width = models.stream().mapToInt(model -> model.reference().length()).max().orElse(0);
    terminal()
        .result(
            "%-" + width + "s  classes  photos  accuracy  precision  published (UTC)       size",
            "model");
    boolean damaged = false;
    for (PublishedModel model : models) {
      try {
        boolean current = model.equals(repository.current(model.name()));
        terminal().result("%-" + width + "s  %s", model.reference(), line(model, current));
      } catch (IOException e) {
        // One that was removed meanwhile is not damaged.
        if (Files.exists(model.directory())) {
          terminal().err().println("flowers models: " + model.reference() + ": " + e.getMessage());
          damaged = true;
        }
      }
    }
    return damaged ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private static String line(PublishedModel model, boolean current) throws IOException {
    ModelProvenance provenance = model.provenance();
    Provenance head = provenance.head();
    return String.format(
        Locale.ROOT,
        "%7d  %6d  %8s  %-9s  %s  %6.1f MB%s",
        model.classes().size(),
        head.trainCount() + head.validationCount() + provenance.test().photos(),
        DisplayText.of(provenance.test().accuracy()),
        head.trunk().isEmpty() ? "–" : Precision.of(head.trunk()),
        MADE.format(provenance.created()),
        model.bytes() / 1e6,
        current ? "  current" : "");
  }
}
