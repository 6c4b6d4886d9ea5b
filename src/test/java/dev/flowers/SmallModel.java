package dev.flowers;

import ai.djl.training.util.ProgressBar;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.SmallHead;
import dev.flowers.head.TrainedHead;
import dev.flowers.image.ImageDecoder;
import dev.flowers.novelty.NoveltyDetector;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Trunk;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.Promotion;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A published classifier behind a {@link SmallTrunk}. */
public final class SmallModel {
  private SmallModel() {}

  /**
   * A home with one published model, and the photos that it was trained on, sorted by path.
   *
   * @param photos of five classes
   */
  public record Painted(Home home, List<Path> photos) {}

  /**
   * Paints photos in a directory, trains on them, and publishes. The head is smooth: behind random
   * weights photos differ so little that a steep one would magnify the rounding of a batch, whose
   * numbers the engine adds in another order, to more than a millionth of probability.
   */
  public static Painted paintedIn(Path directory, int photosPerClass) throws IOException {
    Home home = new Home(directory.resolve("home"));
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), photosPerClass, 3);
    publishedIn(
        home,
        photos,
        HeadOptions.builder().optHidden(0).optWeightDecay(100).optCalibration(false).build());
    try (Stream<Path> files = Files.walk(photos)) {
      return new Painted(
          home, files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList());
    }
  }

  /**
   * Trains on most photos, validates on the others, and publishes the next version of {@code
   * flowers-vgg16}, which is the current one then.
   */
  public static PublishedModel publishedIn(Home home, Path photos, HeadOptions options)
      throws IOException {
    return publishedIn(home, ModelRepository.DEFAULT_NAME, photos, options);
  }

  /** The same of another name. */
  public static PublishedModel publishedIn(Home home, String name, Path photos, HeadOptions options)
      throws IOException {
    Path tfrecord = home.embeddings().resolve("photos.tfrecord");
    new Embedder(SmallTrunk.convertedIn(home.root()), ImageDecoder.withDefaults())
        .embed(PhotoFolder.list(photos), tfrecord, new ProgressBar());
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      TrainedHead head = new HeadTrainer(options).train(file, new Split(80, 20, 0, 0));
      ModelRepository repository = new ModelRepository(home);
      PublishedModel model =
          repository.publish(
              name,
              head,
              NoveltyDetector.fit(file, head),
              ModelProvenance.now(
                  tfrecord.toString(),
                  photos.toString(),
                  head.provenance(),
                  new ModelProvenance.TestFigures(
                      0, OptionalDouble.empty(), OptionalDouble.empty()),
                  "a test's",
                  ""));
      repository.promote(model, Promotion.By.PROMOTE, "a test's", Optional.empty());
      return model;
    }
  }

  /** Publishes a head of random numbers as {@code flowers-vgg16}: no photo is embedded. */
  public static PublishedModel untrainedIn(Home home, Trunk trunk) throws IOException {
    TrainedHead head =
        SmallHead.behind(trunk.fingerprint(), trunk.width(), List.of("daisy", "roses"), 5);
    return new ModelRepository(home)
        .publish(
            ModelRepository.DEFAULT_NAME,
            head,
            ModelProvenance.now(
                "none.tfrecord",
                "",
                head.provenance(),
                new ModelProvenance.TestFigures(0, OptionalDouble.empty(), OptionalDouble.empty()),
                "a test's",
                ""));
  }
}
