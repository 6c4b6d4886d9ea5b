package dev.flowers.cli;

import dev.flowers.embedding.Augmentation;
import dev.flowers.storage.Home;
import dev.flowers.training.PromotionPolicy;
import dev.flowers.training.TrainingPipeline;
import dev.flowers.training.TrainingResult;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that {@code train} and {@code tune} share: photos, trunk, embeddings and the model's
 * name.
 */
final class TrainingSource {
  @Mixin HomeOption home;
  @Mixin PhotosOption photos;
  @Mixin TrunkOption trunk;
  @Mixin PrecisionOption precision;
  @Mixin AugmentOption augment;

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "Train on this TFRecord of label and code instead of photos; a directory or a pattern of"
              + " shards is read as one file. Such a model can be evaluated;"
              + " to classify photos, it needs the trunk that made the embeddings.")
  @Nullable Path embeddings;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Publish under this name. Default: ${DEFAULT-VALUE}.")
  String name = ModelRepository.DEFAULT_NAME;

  @Option(
      names = "--promote",
      paramLabel = "WHEN",
      description =
          "When the new version becomes the current one, which a model's name stands for: always,"
              + " never, or better: if it is not worse than the current one on the new test photos"
              + " that the current one was not fitted to, either. The first version is current"
              + " in any case. Default: ${DEFAULT-VALUE}.")
  PromotionPolicy promote = PromotionPolicy.BETTER;

  @Option(
      names = "--json",
      description = "Print the result as JSON, and everything else on standard error.")
  boolean json;

  /**
   * Runs a pipeline with these options.
   *
   * @param command whose wrong use is reported
   * @param more sets what the command has beyond them
   * @return the exit code
   */
  int run(Subcommand command, HeadMixin head, Consumer<TrainingPipeline.Builder> more)
      throws IOException {
    refuseUnused(command);
    Home directory = home.home();
    Terminal terminal = command.terminal();
    try (PipelineOutput output = new PipelineOutput(json ? terminal.talkingToErr() : terminal)) {
      // Wrong options must show before an hour of embedding.
      TrainingPipeline pipeline =
          command.valid(
              () -> {
                TrainingPipeline.Builder builder =
                    TrainingPipeline.builder()
                        .optHome(directory)
                        .optHeadOptions(head.options())
                        .optSplit(head.split())
                        .optAugmentation(augment.with)
                        .optName(name)
                        .optPromotion(promote)
                        .optListener(output);
                set(builder);
                more.accept(builder);
                return builder.build();
              });
      TrainingResult result = pipeline.run();
      if (json) {
        terminal.out().print(result.json());
      }
      return photos.exitCode(result.embeddings().skipped());
    }
  }

  private void set(TrainingPipeline.Builder builder) {
    if (embeddings != null) {
      builder.setEmbeddings(embeddings);
    } else if (photos.directory.isPresent() || photos.labels.isPresent()) {
      photos.directory.ifPresent(builder::setPhotos);
      photos.labels.ifPresent(builder::setLabels);
    } else {
      builder.setPublicPhotos();
    }
    builder.optTrunk(trunk.wanted());
    precision.asked().ifPresent(builder::optPrecision);
  }

  /** Refuses options that a TFRecord leaves nothing to do for. */
  private void refuseUnused(Subcommand command) {
    if (embeddings == null) {
      return;
    }
    List<String> unused = new ArrayList<>();
    if (photos.directory.isPresent()) {
      unused.add("--photos");
    }
    if (photos.labels.isPresent()) {
      unused.add("--labels");
    }
    if (trunk.given()) {
      unused.add("--trunk");
    }
    if (precision.asked().isPresent()) {
      unused.add("--precision");
    }
    if (photos.strict) {
      unused.add("--strict");
    }
    if (augment.with != Augmentation.NONE) {
      unused.add("--augment");
    }
    if (!unused.isEmpty()) {
      throw command.usage(
          "--embeddings: found it with "
              + String.join(", ", unused)
              + ", expected one or the other; the embeddings are trained on as they are");
    }
  }
}
