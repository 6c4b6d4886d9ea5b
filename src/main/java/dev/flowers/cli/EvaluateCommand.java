package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers evaluate}. */
@Command(
    name = "evaluate",
    header = "Measure a model on photos that it was not trained on.",
    description = {
      "",
      "Without more, on the test part of the photos that the model was made from.",
      ""
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin HomeOption home;
  @Mixin ModelOption model;

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "Measure on this TFRecord; without it, on the one that the model was made from.")
  @Nullable Path embeddings;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "Which part by the model's split: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Split.Part part = Split.Part.TEST;

  @Option(
      names = "--json",
      description =
          "Print the figures as JSON, with the paths of the hardest and suspicious photos.")
  boolean json;

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Home directory = home.home();
    PublishedModel published = new ModelRepository(directory.zoo()).find(model.reference);
    if (part != Split.Part.TEST) {
      evaluate(published, directory);
      return 0;
    }
    // The test part gets a report, which is written into the home.
    try (HomeLock lock = HomeLock.take(directory)) {
      evaluate(published, directory);
    }
    return 0;
  }

  private void evaluate(PublishedModel published, Home directory) throws IOException {
    Terminal talk = json ? terminal.talkingToErr() : terminal;
    TrainedHead head = published.head();
    Path tfrecord = embeddings == null ? Path.of(published.provenance().embeddings()) : embeddings;
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      talk.say("%s on the %s part of %s", published.reference(), DisplayText.of(part), tfrecord);
      HeadInput input = HeadInput.of(published.reference(), head, file);
      input.notes().forEach(note -> talk.say("note      %s", note));
      Evaluated evaluated = Evaluated.of(head, input, part);
      if (json) {
        terminal.out().print(evaluated.json(Subject.of(published, file), part));
      } else {
        talk.say("");
        terminal.out().println(evaluated.evaluation().text());
      }
      if (part == Split.Part.TEST) {
        new Steps(talk, directory).report(published, evaluated, file);
      }
    }
  }
}
