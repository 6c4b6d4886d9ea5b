package dev.flowers.cli;

import dev.flowers.embedding.Embedder;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.trunk.ConvertedTrunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowers embed}. */
@Command(
    name = "embed",
    header = "Turn each photo into the numbers that training needs, once.",
    description = {
      "",
      "The embeddings go into a TFRecord in the home. A photo is known by its content: one that was"
          + " renamed, moved or embedded before is not computed again, and a run that was killed is"
          + " taken up where it stopped.",
      ""
    })
final class EmbedCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin HomeOption home;
  @Mixin PhotosOption photos;
  @Mixin WeightsOption weights;
  @Mixin AugmentOption augment;

  EmbedCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Home directory = home.home();
    try (HomeLock lock = HomeLock.take(directory)) {
      Steps steps = new Steps(terminal, directory);
      Path folder = photos.in(steps);
      ConvertedTrunk trunk = weights.trunk(directory, steps);
      Path tfrecord = steps.embeddings(folder, trunk, augment.with);
      Embedder.Result result = steps.embed(folder, trunk, tfrecord, augment.with);
      return photos.exitCode(result);
    }
  }
}
