package dev.flowers;

import ai.djl.training.util.ProgressBar;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** A published classifier behind a {@link SmallTrunk}. */
public final class SmallModel {
  private SmallModel() {}

  /** Trains on all photos and publishes the next version of {@code flowers-vgg16}. */
  public static PublishedModel publishedIn(Home home, Path photos, HeadOptions options)
      throws IOException {
    Path tfrecord = home.embeddings().resolve("photos.tfrecord");
    new Embedder(SmallTrunk.convertedIn(home.root()), ImageDecoder.withDefaults())
        .embed(PhotoFolder.list(photos), tfrecord, new ProgressBar());
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      TrainedHead head = new HeadTrainer(options).train(file, new Split(100, 0, 0, 0));
      return new ModelRepository(home)
          .publish(
              ModelRepository.DEFAULT_NAME,
              head,
              ModelProvenance.now(
                  tfrecord.toString(),
                  photos.toString(),
                  head.provenance(),
                  new ModelProvenance.TestFigures(
                      0, OptionalDouble.empty(), OptionalDouble.empty()),
                  "a test's"));
    }
  }
}
