package dev.flowers.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.Quantity;
import dev.flowers.training.DataPreparation;
import dev.flowers.training.PreparedEmbeddings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers duplicates}. */
@Command(
    name = "duplicates",
    header = "List photos that are copies of each other.",
    description = {
      "",
      "Finds copies that were scaled, compressed again, cropped a little or mirrored, and embeds the"
          + " photos first if need be. Groups across classes, whose labels contradict each other, come"
          + " first. Training keeps each group on one side of the split.",
      ""
    })
final class DuplicatesCommand extends Subcommand {
  @Mixin HomeOption home;
  @Mixin PhotosOption photos;
  @Mixin TrunkOption trunk;
  @Mixin PrecisionOption precision;

  @Option(names = "--json", description = "Print the groups as JSON.")
  boolean json;

  private record Group(List<String> photos, List<String> classes) {}

  @Override
  public Integer call() throws IOException {
    Terminal messages = json ? terminal().talkingToErr() : terminal();
    PreparedEmbeddings prepared;
    try (PipelineOutput output = new PipelineOutput(messages)) {
      prepared =
          new DataPreparation(home.home(), output, precision.asked())
              .embed(photos.directory, photos.labels, trunk.wanted(), Augmentation.NONE);
    }
    List<Group> groups = groups(prepared);
    if (json) {
      printJson(groups);
    } else {
      print(groups);
    }
    return photos.exitCode(prepared.skipped());
  }

  private List<Group> groups(PreparedEmbeddings prepared) throws IOException {
    Path root = prepared.photos().orElseThrow();
    // As the user wrote it, where there is no table.
    Path shown = photos.labels.isPresent() ? root : photos.directory.orElse(root);
    List<Group> groups = new ArrayList<>();
    try (EmbeddingFile file = EmbeddingFile.open(prepared.file())) {
      for (List<Integer> rows : DuplicateGroups.find(file, prepared.photos()).rows(file)) {
        List<String> paths = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int row : rows) {
          paths.add(shown.resolve(file.path(row)).toString());
          classes.add(file.classes().get(file.label(row)));
        }
        groups.add(new Group(paths, classes));
      }
    }
    return groups;
  }

  private void printJson(List<Group> groups) {
    Gson gson = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
    List<Map<String, Object>> elements = new ArrayList<>();
    for (Group group : groups) {
      Map<String, Object> element = new LinkedHashMap<>();
      element.put("photos", group.photos());
      element.put("classes", group.classes());
      elements.add(element);
    }
    terminal().out().println(gson.toJson(Map.of("groups", elements)));
  }

  private void print(List<Group> groups) {
    for (Group group : groups) {
      long classes = group.classes().stream().distinct().count();
      terminal()
          .out()
          .println(
              Quantity.of(group.photos().size(), "photo")
                  + (classes > 1 ? " in " + Quantity.of(classes, "class") : "")
                  + ":");
      group.photos().forEach(photo -> terminal().out().println("  " + photo));
    }
    terminal().out().println(Quantity.of(groups.size(), "group") + " of copies");
  }
}
