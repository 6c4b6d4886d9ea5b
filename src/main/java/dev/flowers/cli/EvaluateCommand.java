package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.Augmentation;
import dev.flowers.novelty.UnknownOptions;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.training.DataPreparation;
import dev.flowers.training.EvaluationResult;
import dev.flowers.training.LeaveClassOutResult;
import dev.flowers.training.ModelDiff;
import dev.flowers.training.ModelEvaluator;
import dev.flowers.training.PreparedEmbeddings;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkRequest;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers evaluate}. */
@Command(
    name = "evaluate",
    header = "Evaluate a model on photos that it was not trained on.",
    description = {
      "",
      "By default, on the test part of the photos that it was made from. Of photos or embeddings that"
          + " are named, on all but those that the model was fitted to. Two models are compared on the"
          + " same photos, as flowers models diff does.",
      ""
    })
final class EvaluateCommand extends Subcommand {
  @Mixin HomeOption home;

  @Option(
      names = "--model",
      paramLabel = "NAME[:VERSION]",
      description =
          "The model; without a version its current one. Given twice, the second is compared with the"
              + " first. Default: "
              + ModelRepository.DEFAULT_NAME
              + ".")
  List<String> models = List.of();

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "Evaluate on this TFRecord; without it, on the one that the model was made from.")
  Optional<Path> embeddings = Optional.empty();

  @Option(
      names = "--photos",
      paramLabel = "DIR",
      description = "Evaluate on these photos, a sub-folder for each class; embeds them first.")
  Optional<Path> photos = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Evaluate on the photos of this table (path,label and perhaps split), as train takes it.")
  Optional<Path> labels = Optional.empty();

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "Which part by the model's split: train, validation, test. Default: test, and of --photos,"
              + " --labels and --embeddings all photos that the model was not fitted to.")
  Optional<Split.Part> part = Optional.empty();

  @Option(
      names = "--json",
      description =
          "Print the figures as JSON, with the paths of the hardest and suspicious photos.")
  boolean json;

  @Option(
      names = "--leave-class-out",
      description =
          "Measure how well photos of an unknown class are noticed instead: leave out each class in"
              + " turn, train on the others as the model was trained, and compare the photos of the"
              + " class left out with the others' test photos. On the embeddings that the model was made"
              + " from, or on --embeddings.")
  boolean leaveClassOut;

  @Option(
      names = "--max-novel",
      paramLabel = "RATE",
      description =
          "With --leave-class-out: the share of known photos that may be called novel. Default:"
              + " 0.05.")
  Optional<Double> maxNovel = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (embeddings.isPresent() && (photos.isPresent() || labels.isPresent())) {
      throw usage("--embeddings: found --photos or --labels, too; expected one or the other");
    }
    if (maxNovel.isPresent() && !leaveClassOut) {
      throw usage("--max-novel: found it without --leave-class-out, expected both");
    }
    if (leaveClassOut && (photos.isPresent() || labels.isPresent() || part.isPresent())) {
      throw usage(
          "--leave-class-out: found --photos, --labels or --part, too; expected none of them: it is"
              + " measured on the model's own embeddings, or on those of --embeddings");
    }
    if (models.size() > 2) {
      throw usage("--model: found " + models.size() + " models, expected one or two");
    }
    if (models.size() == 2 && (leaveClassOut || part.isPresent())) {
      throw usage(
          "--model: found two models with --part or --leave-class-out, expected one; two are compared"
              + " on the photos that neither was fitted to");
    }
    if (leaveClassOut) {
      return leaveClassOut(
          valid(
                  () ->
                      new UnknownOptions(
                          maxNovel.orElse(UnknownOptions.defaults().maxNovel()),
                          OptionalDouble.empty()))
              .maxNovel());
    }
    Terminal terminal = terminal();
    Terminal messages = json ? terminal.talkingToErr() : terminal;
    try (PipelineOutput output = new PipelineOutput(messages)) {
      Optional<ModelDiff.Photos> chosen = chosen(output);
      String text;
      String asJson;
      if (models.size() == 2) {
        ModelDiff.Result result =
            new ModelDiff(home.home(), output)
                .compare(models.get(0), models.get(1), chosen, Optional.empty());
        text = result.text();
        asJson = result.json();
      } else {
        EvaluationResult result = evaluate(new ModelEvaluator(home.home(), output), chosen);
        text = result.evaluation().text();
        asJson = result.json();
      }
      if (json) {
        terminal.out().print(asJson);
      } else {
        messages.say("");
        terminal.out().println(text);
      }
    }
    return 0;
  }

  private EvaluationResult evaluate(ModelEvaluator evaluator, Optional<ModelDiff.Photos> chosen)
      throws IOException {
    if (chosen.isPresent() && part.isEmpty()) {
      return evaluator.evaluateUnseen(model(), chosen.get().embeddings(), chosen.get().folder());
    }
    return evaluator.evaluate(
        model(), chosen.map(ModelDiff.Photos::embeddings), part.orElse(Split.Part.TEST));
  }

  /** The model, or of two the second, by whose trunk photos are embedded. */
  private String model() {
    return models.isEmpty() ? ModelRepository.DEFAULT_NAME : models.get(models.size() - 1);
  }

  /** The embeddings to evaluate on; of photos, those that the model's trunk makes. */
  private Optional<ModelDiff.Photos> chosen(PipelineOutput output) throws IOException {
    if (photos.isEmpty() && labels.isEmpty()) {
      return embeddings.map(file -> new ModelDiff.Photos(file, Optional.empty()));
    }
    String trunk = new ModelRepository(home.home()).find(model()).provenance().head().trunk();
    if (trunk.isEmpty()) {
      throw new InvalidInputException(
          model() + ": found no trunk in its provenance, expected one to embed photos with");
    }
    PreparedEmbeddings prepared =
        new DataPreparation(home.home(), output, Optional.of(Precision.of(trunk)))
            .embed(
                photos,
                labels,
                TrunkRequest.named(Precision.fingerprint(trunk)),
                Augmentation.NONE);
    return Optional.of(new ModelDiff.Photos(prepared.file(), prepared.photos()));
  }

  private int leaveClassOut(double rate) throws IOException {
    if (rate == 0) {
      throw usage("--max-novel: found 0, expected above 0 and below 1, such as 0.05");
    }
    Terminal terminal = terminal();
    Terminal messages = json ? terminal.talkingToErr() : terminal;
    try (PipelineOutput output = new PipelineOutput(messages)) {
      LeaveClassOutResult result =
          new ModelEvaluator(home.home(), output).leaveClassOut(model(), embeddings, rate);
      if (json) {
        terminal.out().print(result.json());
      } else {
        messages.say("");
        terminal.out().println(result.text());
      }
    }
    return 0;
  }
}
