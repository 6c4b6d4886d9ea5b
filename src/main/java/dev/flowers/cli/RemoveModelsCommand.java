package dev.flowers.cli;

import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code flowers models remove}. */
@Command(
    name = "remove",
    header = "Remove versions of models from the home.",
    description = {
      "",
      "All of them, or none if one is not there. The newest that is left becomes a model's newest; a"
          + " removed version's number is not given again. Programs that have the model loaded keep"
          + " it, and the version's report stays.",
      ""
    })
final class RemoveModelsCommand extends Subcommand {
  @ParentCommand ModelsCommand models;

  @Parameters(arity = "1..*", paramLabel = "NAME:VERSION", description = "Which versions.")
  List<String> references = List.of();

  @Override
  public Integer call() throws IOException {
    for (String reference : references) {
      if (!reference.contains(":")) {
        throw usage(
            "model " + reference + ": found no version, expected name:version, as flowers-vgg16:3");
      }
    }
    ModelRepository repository = new ModelRepository(models.home.home());
    // All of them, or none if one is not there.
    remove(repository, find(repository));
    return CommandLine.ExitCode.OK;
  }

  private Set<PublishedModel> find(ModelRepository repository) throws IOException {
    Set<PublishedModel> found = new LinkedHashSet<>();
    for (String reference : references) {
      found.add(repository.find(reference));
    }
    return found;
  }

  private void remove(ModelRepository repository, Set<PublishedModel> found) throws IOException {
    Set<String> names = new TreeSet<>();
    for (PublishedModel model : found) {
      terminal()
          .say("removed   %s: %.1f MB freed", model.reference(), repository.remove(model) / 1e6);
      names.add(model.name());
    }
    for (String name : names) {
      List<PublishedModel> left = repository.versions(name);
      terminal()
          .say(
              "          %s",
              left.isEmpty()
                  ? "no version of " + name + " is left"
                  : "the newest " + name + " is " + left.get(0).reference());
    }
  }
}
