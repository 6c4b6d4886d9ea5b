package dev.flowers.training;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.HeadEvaluation;
import dev.flowers.evaluation.HeadInput;
import dev.flowers.head.TrainedHead;
import dev.flowers.novelty.LeaveClassOut;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.Quantity;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates a published model on photos that it was not trained on.
 *
 * <pre>{@code
 * EvaluationResult result =
 *     new ModelEvaluator(Home.standard(), new PipelineListener() {})
 *         .evaluate("flowers-vgg16", Optional.empty(), Split.Part.TEST);
 * System.out.println(result.evaluation().text());
 * }</pre>
 *
 * @param home where the model is
 * @param listener is told of the report, and of what limits the figures
 */
public record ModelEvaluator(Home home, PipelineListener listener) {
  /**
   * Evaluates, and writes the report if it is the test part.
   *
   * @param reference the model's name, for the current version, or {@code name:version}
   * @param embeddings the TFRecord to evaluate on; empty for the one that the model was made from
   * @param part which part of it, by the model's split
   * @throws dev.flowers.storage.InvalidInputException if there is no such model, or the embeddings
   *     are of another width, trunk or classes
   * @throws IOException if a file is missing or damaged, or the report cannot be written
   */
  public EvaluationResult evaluate(String reference, Optional<Path> embeddings, Split.Part part)
      throws IOException {
    PublishedModel model = new ModelRepository(home).find(reference);
    if (part != Split.Part.TEST) {
      return evaluate(model, embeddings, part);
    }
    // The test part gets a report, which is written into the home: refused before it takes long.
    try (HomeLock lock = HomeLock.take(home)) {
      return evaluate(model, embeddings, part);
    }
  }

  /**
   * Evaluates on photos of which nobody said that they are a part of the model's: on all of them
   * but those that it was fitted to. Where a table knows their parts, on the test part. Writes the
   * report.
   *
   * @param reference as in the other
   * @param embeddings the TFRecord to evaluate on
   * @param folder the folder that its paths are in, for the report's pictures; empty if it is not
   *     known
   * @throws dev.flowers.storage.InvalidInputException as the other
   * @throws IOException as the other
   */
  public EvaluationResult evaluateUnseen(String reference, Path embeddings, Optional<Path> folder)
      throws IOException {
    PublishedModel model = new ModelRepository(home).find(reference);
    try (HomeLock lock = HomeLock.take(home)) {
      return evaluate(model, embeddings, folder, Optional.empty());
    }
  }

  private EvaluationResult evaluate(
      PublishedModel model, Optional<Path> embeddings, Split.Part part) throws IOException {
    Path tfrecord =
        embeddings.isPresent() ? embeddings.get() : Path.of(model.provenance().embeddings());
    return evaluate(model, tfrecord, Optional.empty(), Optional.of(part));
  }

  private EvaluationResult evaluate(
      PublishedModel model, Path tfrecord, Optional<Path> folder, Optional<Split.Part> part)
      throws IOException {
    TrainedHead head = model.head();
    PipelineListener.Stage stage = PipelineListener.Stage.EVALUATE;
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      String photos = part.map(of -> "the " + of.text() + " part of ").orElse("photos of ");
      listener.onStart(stage, model.reference() + " on " + photos + tfrecord);
      HeadInput input = HeadInput.of(model.reference(), head, file);
      input.notes().forEach(note -> listener.onNote(stage, note));
      HeadEvaluation evaluated =
          part.isPresent()
              ? HeadEvaluation.of(head, input, part.get())
              : HeadEvaluation.unseen(head, input, model.seen());
      int leftOut = file.rowsById().length - evaluated.rows().size();
      if (part.isEmpty() && leftOut > 0) {
        listener.onNote(
            stage,
            Quantity.of(leftOut, "photo")
                + " of "
                + file.rowsById().length
                + " left out: "
                + model.reference()
                + " was fitted to them, or their table puts them into another part than test");
      }
      ModelEmbeddings subject = ModelEmbeddings.of(model, file, folder);
      Optional<Path> report =
          part.orElse(Split.Part.TEST) == Split.Part.TEST
              ? new ModelReport(home, listener).write(subject, evaluated, Optional.empty())
              : Optional.empty();
      return new EvaluationResult(
          model,
          tfrecord,
          part,
          leftOut,
          evaluated.evaluation(),
          subject.paths(evaluated.rows()),
          report);
    }
  }

  /**
   * Says how well photos of an unknown class would be noticed: leaves out each class in turn, and
   * trains a head on the others as the model was trained, near copies in one part. Nothing is
   * published.
   *
   * @param reference as in {@link #evaluate}
   * @param embeddings as in {@link #evaluate}
   * @param maxNovel the share of known photos that may be called novel, above 0 and below 1
   * @throws dev.flowers.storage.InvalidInputException as {@link LeaveClassOut#run}, or if there is
   *     no such model
   * @throws dev.flowers.storage.MissingDependencyException if PyTorch is not on the class path
   * @throws IOException if a file is missing or damaged
   */
  public LeaveClassOutResult leaveClassOut(
      String reference, Optional<Path> embeddings, double maxNovel) throws IOException {
    PublishedModel model = new ModelRepository(home).find(reference);
    ModelProvenance provenance = model.provenance();
    Path tfrecord = embeddings.isPresent() ? embeddings.get() : Path.of(provenance.embeddings());
    LeaveClassOut rounds =
        new LeaveClassOut(provenance.head().options(), provenance.head().split(), maxNovel);
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      PipelineListener.Stage stage = PipelineListener.Stage.LEAVE_CLASS_OUT;
      Stopwatch watch = new Stopwatch();
      listener.onStart(
          stage,
          Quantity.of(file.classes().size(), "head")
              + ", each trained as "
              + model.reference()
              + " on all classes of "
              + tfrecord
              + " but one");
      List<LeaveClassOut.Round> found = new ArrayList<>();
      rounds.run(
          file,
          DuplicateGroups.find(file, ModelEmbeddings.of(model, file).photos()),
          round -> {
            found.add(round);
            listener.onProgress(stage, found.size(), file.classes().size());
          });
      listener.onEnd(
          stage, Quantity.of(found.size(), "class") + " left out in turn, in " + watch.seconds());
      return new LeaveClassOutResult(model, tfrecord, maxNovel, found);
    }
  }
}
