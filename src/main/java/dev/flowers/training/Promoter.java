package dev.flowers.training;

import dev.flowers.evaluation.PairedComparison;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Home;
import dev.flowers.training.PipelineListener.Stage;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.Promotion;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.util.Optional;

/** Decides after a training which version is current from now on. */
record Promoter(Home home, PromotionPolicy policy, PipelineListener listener) {

  /**
   * Decides, keeps the decision in the model's history, and tells of it.
   *
   * @param before the version that was current; empty if the new one is the first
   * @param model the version that was published
   * @param photos the photos that it was made from
   */
  PromotionDecision decide(
      Optional<PublishedModel> before, PublishedModel model, ModelComparer.Labelled photos)
      throws IOException {
    if (before.isEmpty()) {
      return PromotionDecision.first();
    }
    PublishedModel current = before.get();
    PromotionDecision decision =
        switch (policy) {
          case ALWAYS -> PromotionDecision.of(true, "--promote always", current);
          case NEVER -> PromotionDecision.of(false, "--promote never", current);
          case BETTER -> compared(current, model, photos);
        };
    Optional<PairedComparison> figures = decision.comparison().flatMap(ModelComparison::paired);
    ModelRepository repository = new ModelRepository(home);
    if (decision.promoted()) {
      repository.promote(model, Promotion.By.TRAIN, decision.reason(), figures);
      listener.onEnd(
          Stage.PROMOTE,
          model.reference()
              + " is current now instead of "
              + current.reference()
              + ": "
              + decision.reason());
    } else {
      repository.decline(model, Promotion.By.TRAIN, decision.reason(), figures);
      listener.onEnd(
          Stage.PROMOTE,
          current.reference()
              + " stays current, "
              + model.reference()
              + " is not promoted: "
              + decision.reason());
      listener.onNote(
          Stage.PROMOTE,
          "flowers models diff "
              + current.reference()
              + " "
              + model.reference()
              + " shows the photos; flowers models promote "
              + model.reference()
              + " makes it current all the same");
    }
    return decision;
  }

  private PromotionDecision compared(
      PublishedModel current, PublishedModel model, ModelComparer.Labelled photos) {
    try {
      ModelComparison comparison =
          new ModelComparer(home, listener).compare(current, model, photos);
      comparison.notes().forEach(note -> listener.onNote(Stage.PROMOTE, note));
      return PromotionDecision.of(comparison, current.provenance().test());
    } catch (IOException e) {
      // What was trained is published and stays: it is the comparison that cannot be made, such as
      // with a current version that is damaged.
      return PromotionDecision.of(
          false, "the two cannot be compared: " + FileErrors.message(e), current);
    }
  }
}
