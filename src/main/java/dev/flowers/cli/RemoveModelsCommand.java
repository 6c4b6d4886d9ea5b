package dev.flowers.cli;

import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.util.ArrayList;
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
      "All of them, or none if one is not there. The current version is removed only together with all"
          + " others: promote another one first. A removed version's number is not given again. Programs that have the model loaded keep"
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
    List<PublishedModel> found = new ArrayList<>(find(repository));
    for (PublishedModel current : current(repository, found)) {
      if (!found.containsAll(repository.versions(current.name()))) {
        throw usage(
            current.reference()
                + ": found the current version, expected another one while there are others: first make"
                + " one of them current by flowers models promote or flowers models rollback");
      }
      // The current one last: as long as there are others it cannot go.
      found.remove(current);
      found.add(current);
    }
    remove(repository, found);
    return CommandLine.ExitCode.OK;
  }

  private Set<PublishedModel> find(ModelRepository repository) throws IOException {
    Set<PublishedModel> found = new LinkedHashSet<>();
    for (String reference : references) {
      found.add(repository.find(reference));
    }
    return found;
  }

  private static Set<PublishedModel> current(ModelRepository repository, List<PublishedModel> found)
      throws IOException {
    Set<PublishedModel> current = new LinkedHashSet<>();
    for (PublishedModel model : found) {
      PublishedModel of = repository.current(model.name());
      if (found.contains(of)) {
        current.add(of);
      }
    }
    return current;
  }

  private void remove(ModelRepository repository, List<PublishedModel> found) throws IOException {
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
                  : "the current " + name + " is " + repository.current(name).reference());
    }
  }
}
