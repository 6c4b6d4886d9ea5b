package dev.flowers.training;

import dev.flowers.embedding.SkippedFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadSearch;

/**
 * Receives the progress of a {@link TrainingPipeline}. Each method does nothing unless it is
 * overridden, and is called on the thread that runs the pipeline, except {@link #onProgress}, which
 * several threads may call, one at a time.
 *
 * <p>What a method throws ends the pipeline; what was computed before is kept for the next run.
 */
public interface PipelineListener {
  /** The steps of the pipeline, in their order. Those that have nothing to do are left out. */
  enum Stage {
    /** Fetching the public photos or weights; progress is in bytes. */
    DOWNLOAD,
    /** Converting weights to a trunk; progress is in bytes. */
    CONVERT,
    /** Computing embeddings; progress is in photos and mirror images. */
    EMBED,
    /** Searching for hyperparameters of the head; told by {@link #onTrial}. */
    SEARCH,
    /** Training the head; told by {@link #onEpoch}. */
    TRAIN,
    /** Measuring the head on the test part. */
    EVALUATE,
    /** Publishing the model. */
    PUBLISH,
    /** Deciding which version is current: the one that was published, or the one before. */
    PROMOTE,
    /** Writing the report. */
    REPORT,
    /** Cross-validation; told by {@link #onRound}. */
    CROSS_VALIDATION,
    /** Repeated training with other seeds; told by {@link #onRound}. */
    REPEATS,
    /** Leaving out each class in turn; progress is in classes. */
    LEAVE_CLASS_OUT
  }

  /**
   * A head that was trained only to be tested, in cross-validation or with another seed.
   *
   * @param number the round, from 1
   * @param seed the seed of the head's weights and the order of its photos
   * @param splitSeed the seed of the split or of the folds
   * @param bestEpoch the epoch whose weights were tested, from 1
   * @param evaluation the figures on its test part
   */
  record Round(int number, long seed, long splitSeed, int bestEpoch, Evaluation evaluation) {}

  /**
   * A stage begins.
   *
   * @param description what is about to be done, in a line; may be empty
   */
  default void onStart(Stage stage, String description) {}

  /**
   * A stage has come further.
   *
   * @param done what is done, in the stage's unit
   * @param total of how much; 0 or less if that is not known
   */
  default void onProgress(Stage stage, long done, long total) {}

  /**
   * A stage is complete.
   *
   * @param summary what was done, in a line
   */
  default void onEnd(Stage stage, String summary) {}

  /** Something that a reader of the result should know, in a line. */
  default void onNote(Stage stage, String note) {}

  /** A file in a class folder cannot be read as a photo, and is left out. */
  default void onSkippedFile(SkippedFile file) {}

  /** An epoch of the head's training is complete. */
  default void onEpoch(EpochResult epoch) {}

  /** A trial of the search is complete. */
  default void onTrial(HeadSearch.Trial trial) {}

  /** The head was measured on the test part. */
  default void onEvaluation(Evaluation evaluation) {}

  /** A round of cross-validation or of repeated training is complete. */
  default void onRound(Stage stage, Round round) {}
}
