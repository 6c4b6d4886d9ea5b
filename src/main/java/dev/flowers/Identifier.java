package dev.flowers;

import ai.djl.modality.Classifications;
import dev.flowers.novelty.NoveltyDetector;
import dev.flowers.novelty.UnknownOptions;
import dev.flowers.novelty.UnknownThresholds;
import dev.flowers.trunk.TrunkWithHead;
import dev.flowers.zoo.LoadedModel;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies a model's novelty detector, which is read when it is first asked for: who only classifies
 * does not wait for it. Thread-safe.
 */
final class Identifier {
  /** As many as the novelty is measured to. */
  private static final int NEAREST = 3;

  private record Loaded(PublishedModel model, NoveltyDetector detector) {}

  // Guarded by this.
  private @Nullable Loaded last;

  /** What is called unknown by a model. */
  record Rule(LoadedModel model, NoveltyDetector detector, UnknownThresholds thresholds) {
    /** Identifies photos in one run of the network. */
    List<Identification> identify(List<float[]> photos) {
      List<TrunkWithHead.Output> outputs =
          model
              .network()
              .run(FlowerClassifier.batch(model.network().input(), photos), photos.size());
      List<Identification> identifications = new ArrayList<>(photos.size());
      for (TrunkWithHead.Output output : outputs) {
        Classifications classes = model.classifications(output.probabilities());
        double novelty = detector.novelty(output.embedding());
        identifications.add(
            new Identification(
                classes,
                novelty,
                thresholds.reason(novelty, classes.best().getProbability()),
                detector.nearest(output.embedding(), NEAREST)));
      }
      return identifications;
    }
  }

  /**
   * Returns what is called unknown by a model at some rates.
   *
   * @throws dev.flowers.storage.InvalidInputException if the model has no detector, or its
   *     validation photos do not allow for the rates
   * @throws IOException if the detector cannot be read
   */
  Rule on(LoadedModel model, UnknownOptions options) throws IOException {
    NoveltyDetector detector = detector(model.published());
    return new Rule(model, detector, detector.thresholds(options));
  }

  private synchronized NoveltyDetector detector(PublishedModel model) throws IOException {
    Loaded loaded = last;
    if (loaded == null || !loaded.model().equals(model)) {
      loaded = new Loaded(model, model.novelty());
      last = loaded;
    }
    return loaded.detector();
  }
}
