package dev.flowers.archive;

import dev.flowers.head.TrainedHead;
import dev.flowers.novelty.NoveltyDetector;
import dev.flowers.novelty.UnknownOptions;
import dev.flowers.novelty.UnknownThresholds;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A model's answers to embeddings, by its head alone: no engine is needed. Thread-safe.
 *
 * @param head the model's head
 * @param top how many classes a photo gets at most
 * @param novelty what tells unknown photos; empty if every photo is of some class
 */
record HeadAnswers(TrainedHead head, int top, Optional<Novelty> novelty) {
  /** As many as the novelty is measured to. */
  private static final int NEAREST = 3;

  /** A detector and from where on it calls a photo unknown. */
  record Novelty(NoveltyDetector detector, UnknownThresholds thresholds) {}

  /** An input: a photo with its embedding, or why it has none. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Input(String photo, Optional<float[]> embedding, String fault) {}

  static HeadAnswers of(PublishedModel model, int top, Optional<UnknownOptions> unknown)
      throws IOException {
    TrainedHead head = model.head();
    Optional<Novelty> novelty = Optional.empty();
    if (unknown.isPresent()) {
      NoveltyDetector detector = model.novelty();
      novelty = Optional.of(new Novelty(detector, detector.thresholds(unknown.get())));
    }
    return new HeadAnswers(head, Math.min(top, head.classes().size()), novelty);
  }

  /** Answers several photos, in their order. */
  List<PhotoAnswer> answers(List<Input> inputs) {
    List<float[]> embeddings =
        inputs.stream().flatMap(input -> input.embedding().stream()).toList();
    float[][] rows;
    try {
      rows = head.probabilities(embeddings.toArray(float[][]::new));
    } catch (IllegalArgumentException e) {
      if (inputs.size() == 1) {
        return List.of(
            new PhotoAnswer.Failed(inputs.get(0).photo(), String.valueOf(e.getMessage())));
      }
      // One of them is too large for the head: which one, each alone shows.
      return inputs.stream().flatMap(input -> answers(List.of(input)).stream()).toList();
    }
    List<PhotoAnswer> answers = new ArrayList<>(inputs.size());
    int row = 0;
    for (Input input : inputs) {
      answers.add(
          input.embedding().isPresent()
              ? answer(input.photo(), input.embedding().get(), rows[row++])
              : new PhotoAnswer.Failed(input.photo(), input.fault()));
    }
    return answers;
  }

  private PhotoAnswer answer(String photo, float[] embedding, float[] probabilities) {
    List<PhotoAnswer.Ranked> ranked = new ArrayList<>(probabilities.length);
    for (int i = 0; i < probabilities.length; i++) {
      ranked.add(new PhotoAnswer.Ranked(head.classes().get(i), probabilities[i]));
    }
    ranked.sort(Comparator.comparing(PhotoAnswer.Ranked::probability).reversed());
    List<PhotoAnswer.Ranked> best = ranked.subList(0, top);
    if (novelty.isEmpty()) {
      return new PhotoAnswer.Classified(photo, best);
    }
    NoveltyDetector detector = novelty.get().detector();
    double distance = detector.novelty(embedding);
    return new PhotoAnswer.Identified(
        photo,
        best,
        distance,
        novelty.get().thresholds().reason(distance, best.get(0).probability()),
        detector.nearest(embedding, NEAREST));
  }
}
