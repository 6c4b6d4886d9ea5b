package dev.flowers.head;

import ai.djl.training.listener.TrainingListener;
import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.OptionalDependency;
import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a head on embeddings with given hyperparameters.
 *
 * <p>A DJL {@code Trainer} on the PyTorch engine, on the CPU, fits the dense block to the training
 * part with AdamW and softmax cross-entropy. The weights of the epoch with the lowest validation
 * loss are kept; if no photo is in the validation part, the training loss decides, and a warning is
 * logged. Unless the options leave it out, the validation part also calibrates the probabilities,
 * by temperature scaling. The same options, embeddings and split give the same head, bit for bit,
 * on the same machine with the same number of processors, whatever else runs on it.
 *
 * <p>Thread-safe. PyTorch's seed and DJL's collection of gradients belong to the process: trainings
 * of several threads wait for each other, whichever trainer runs them.
 */
public final class HeadTrainer {
  private static final Logger logger = LoggerFactory.getLogger(HeadTrainer.class);

  /** Two at once gave an error mostly, and now and then a wrong head without one. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final HeadOptions options;
  private final Consumer<EpochResult> onEpoch;
  private final List<TrainingListener> listeners;

  /** Trains without telling anyone. */
  public HeadTrainer(HeadOptions options) {
    this(options, result -> {});
  }

  /**
   * Tells each epoch's result, and DJL's events.
   *
   * @param onEpoch gets each epoch's result as soon as it is there, on the training thread
   * @param listeners are told of batches, epochs, beginning and end by DJL's rules
   */
  public HeadTrainer(
      HeadOptions options, Consumer<EpochResult> onEpoch, TrainingListener... listeners) {
    this.options = options;
    this.onEpoch = onEpoch;
    this.listeners = List.of(listeners);
  }

  /**
   * Trains a head.
   *
   * @param file the embeddings; stays open
   * @param split which of them to train on
   * @throws InvalidInputException if there are fewer than two classes, a class has no photo in the
   *     training part, or a number of the embeddings has a standard deviation above 1e30, or none
   *     of them varies; the message names the file
   * @throws DivergedException if the loss is no longer finite
   * @throws IOException if the embeddings cannot be read
   */
  public TrainedHead train(EmbeddingFile file, Split split) throws IOException {
    return train(file, split, split.assign(DuplicateGroups.exact().splitPhotos(file)));
  }

  /**
   * Trains a head on parts that were made before, such as those that keep near duplicates together.
   *
   * @param split what made the parts
   * @param parts which photos to train on, and which choose the epoch
   */
  public TrainedHead train(EmbeddingFile file, Split split, SplitParts parts) throws IOException {
    String name = split.percents() + ", seed " + split.seed();
    FitResult fitted = fit(file, row -> parts.of(split, file.id(row), file.label(row)), name);
    return new TrainedHead(
        file.classes(),
        fitted.layers(),
        new Provenance(
            options,
            split,
            file.info().trunk(),
            file.info().fingerprint(),
            fitted.trainCount(),
            fitted.validationCount(),
            fitted.history(),
            fitted.bestEpoch(),
            parts,
            fitted.temperature()));
  }

  /**
   * Trains on any parts.
   *
   * @param parts the part of a row
   * @param name what messages call the parts
   */
  FitResult fit(EmbeddingFile file, IntFunction<Split.Part> parts, String name) throws IOException {
    int[] training = rows(file, parts, Split.Part.TRAIN);
    int[] validation = rows(file, parts, Split.Part.VALIDATION);
    OptionalDependency.PYTORCH.require("training");
    checkClasses(file, name, training);
    if (validation.length == 0) {
      logger.warn(
          "{}: none of its {} photos is in the validation part ({}):"
              + " the training loss chooses the best epoch",
          file.file(),
          file.size(),
          name);
    }
    if (ONE_AT_A_TIME.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          file.file() + ": found a training in progress on this thread, expected it to be over");
    }
    ONE_AT_A_TIME.lock();
    try (HeadTraining run = new HeadTraining(options, listeners, file, training, validation)) {
      FitResult fitted = run.fit(onEpoch);
      return options.calibration() ? TemperatureScaling.apply(fitted, file, validation) : fitted;
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  /**
   * By id, so that the order in which photos were embedded does not matter. Mirror images, which
   * have their photos' ids, are trained on and choose nothing.
   */
  static int[] rows(EmbeddingFile file, IntFunction<Split.Part> parts, Split.Part part) {
    int[] rows = part == Split.Part.TRAIN ? file.rowsByIdWithMirrors() : file.rowsById();
    return Arrays.stream(rows).filter(row -> parts.apply(row) == part).toArray();
  }

  private static void checkClasses(EmbeddingFile file, String parts, int[] training)
      throws InvalidInputException {
    List<String> classes = file.classes();
    if (classes.size() < 2) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: found %s of %s, expected photos of two classes or more",
              file.file(),
              Quantity.of(file.size(), "photo"),
              classes.isEmpty() ? "no class" : "one class only, " + classes.get(0)));
    }
    int[] all = new int[classes.size()];
    for (int row : file.rowsById()) {
      all[file.label(row)]++;
    }
    int[] trained = new int[classes.size()];
    for (int row : training) {
      trained[file.label(row)]++;
    }
    for (int label = 0; label < classes.size(); label++) {
      if (trained[label] == 0) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: class %s: found no photo in the training part (%s) and %d in all, expected one or more to train on; add photos of it, or choose another split",
                file.file(),
                classes.get(label),
                parts,
                all[label]));
      }
    }
  }
}
