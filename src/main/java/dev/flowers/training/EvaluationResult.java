package dev.flowers.training;

import dev.flowers.dataset.Split;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.zoo.PublishedModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A published model's metrics on embeddings.
 *
 * @param model the model
 * @param embeddings the TFRecord
 * @param part which part of it, by the model's split; empty for all photos that the model was not
 *     fitted to
 * @param leftOut how many photos of it were left out, because the model was fitted to them or they
 *     are in another part
 * @param evaluation the figures
 * @param photos the photos' paths in the evaluation's order; empty for one whose path is not known
 * @param report the page; none of the parts that the model was fitted to
 */
public record EvaluationResult(
    PublishedModel model,
    Path embeddings,
    Optional<Split.Part> part,
    int leftOut,
    Evaluation evaluation,
    List<String> photos,
    Optional<Path> report) {
  /** Copies the list. */
  public EvaluationResult {
    photos = List.copyOf(photos);
  }

  /** Returns all figures as JSON, with the paths of the hardest and the suspicious photos. */
  public String json() {
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("model", model.reference());
    of.put("embeddings", embeddings.toString());
    of.put("part", part.map(Split.Part::text).orElse("unseen"));
    of.put("leftOut", leftOut);
    return evaluation.json(of, photos);
  }
}
