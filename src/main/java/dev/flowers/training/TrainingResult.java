package dev.flowers.training;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.SampleStatistics;
import dev.flowers.head.HeadSearch;
import dev.flowers.zoo.PublishedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of a {@link TrainingPipeline}.
 *
 * @param model the published model
 * @param promotion whether it is the current version now, and why
 * @param evaluation its figures on the test part; of no photo if the split leaves none for it
 * @param report the page that shows them; empty if no photo was tested
 * @param embeddings what it was trained on, and which files were skipped
 * @param trial the best trial; empty if hyperparameters were not searched for
 * @param folds the rounds of cross-validation; none if it was not asked for
 * @param repeats the rounds of repeated training; none if they were not asked for
 */
public record TrainingResult(
    PublishedModel model,
    PromotionDecision promotion,
    Evaluation evaluation,
    Optional<Path> report,
    PreparedEmbeddings embeddings,
    Optional<HeadSearch.Trial> trial,
    List<PipelineListener.Round> folds,
    List<PipelineListener.Round> repeats) {
  /** Copies the lists. */
  public TrainingResult {
    folds = List.copyOf(folds);
    repeats = List.copyOf(repeats);
  }

  /**
   * Returns the result as JSON: the model, its figures on the test part, and whether it is current
   * now and why.
   */
  public String json() {
    return TrainingJson.of(this);
  }

  /** Returns mean and standard deviation of the accuracy over the folds that had photos. */
  public Optional<SampleStatistics> foldAccuracy() {
    return RepeatedTraining.accuracy(folds);
  }

  /** Returns mean and standard deviation of the accuracy over the repeated trainings. */
  public Optional<SampleStatistics> repeatAccuracy() {
    return RepeatedTraining.accuracy(repeats);
  }
}
