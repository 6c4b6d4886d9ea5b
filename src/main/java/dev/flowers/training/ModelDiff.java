package dev.flowers.training;

import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.report.ComparisonPage;
import dev.flowers.report.PageFile;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Compares two published models on photos that neither was fitted to.
 *
 * <pre>{@code
 * ModelDiff.Result result =
 *     new ModelDiff(Home.standard(), new PipelineListener() {})
 *         .compare("flowers-vgg16:1", "flowers-vgg16:2", Optional.empty(), Optional.empty());
 * System.out.println(result.text());
 * }</pre>
 *
 * @param home where the models are
 * @param listener is told of what is done, and of what limits the figures
 */
public record ModelDiff(Home home, PipelineListener listener) {
  /**
   * The comparison and its page.
   *
   * @param comparison the figures
   * @param report the page that shows the photos
   */
  public record Result(ModelComparison comparison, Path report) {
    /** The figures as text: totals, and a table of the classes. */
    public String text() {
      return ComparisonText.table(comparison);
    }

    /** The same as JSON, with the photos that changed sides. */
    public String json() {
      return ComparisonJson.of(comparison, Optional.of(report.toString()));
    }
  }

  /** Embeddings to compare on, by the second model's trunk. */
  public record Photos(Path embeddings, Optional<Path> folder) {}

  /**
   * Compares, and writes the page.
   *
   * @param first the model to compare with: a name, for the current version, or {@code
   *     name:version}
   * @param second the other one
   * @param photos what to compare on; empty for the embeddings that the second was made from, as
   *     they are now
   * @param page the page to write; empty for one among the home's reports
   * @throws InvalidInputException if there is no such model, both are the same, the embeddings do
   *     not fit, or the page would replace a file that is no page of this program
   * @throws IOException if a file is missing or damaged, or the page cannot be written
   */
  public Result compare(String first, String second, Optional<Photos> photos, Optional<Path> page)
      throws IOException {
    if (page.isPresent()) {
      PageFile.check(page.get());
    }
    ModelRepository repository = new ModelRepository(home);
    PublishedModel before = repository.find(first);
    PublishedModel after = repository.find(second);
    if (before.equals(after)) {
      throw new InvalidInputException(
          "models: found " + before.reference() + " twice, expected two models");
    }
    ModelProvenance provenance = after.provenance();
    Path tfrecord = photos.map(Photos::embeddings).orElse(Path.of(provenance.embeddings()));
    try (HomeLock lock = HomeLock.take(home);
        EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      listener.onStart(
          PipelineListener.Stage.EVALUATE,
          after.reference() + " against " + before.reference() + " on the photos of " + tfrecord);
      Optional<Path> folder =
          photos.isPresent() ? photos.get().folder() : ModelEmbeddings.of(after, file).photos();
      ModelComparison comparison =
          new ModelComparer(home, listener)
              .compare(
                  before,
                  after,
                  new ModelComparer.Labelled(file, folder, DuplicateGroups.find(file, folder)));
      comparison.notes().forEach(note -> listener.onNote(PipelineListener.Stage.EVALUATE, note));
      Path target =
          page.orElse(
              home.reports()
                  .resolve(
                      before.reference().replace(':', '-')
                          + "-"
                          + after.reference().replace(':', '-'))
                  .resolve("index.html"));
      page(comparison).write(target);
      listener.onEnd(PipelineListener.Stage.REPORT, "→ " + target);
      return new Result(comparison, target);
    }
  }

  private static ComparisonPage page(ModelComparison comparison) {
    return new ComparisonPage(
        comparison.first().reference(),
        comparison.second().reference(),
        comparison.seen(),
        comparison.paired(),
        comparison.classes().stream()
            .map(figures -> new ComparisonPage.ClassRow(figures.name(), figures.paired()))
            .toList(),
        List.of(
            gallery(
                comparison,
                ComparedPhoto.Change.RIGHT_TO_WRONG,
                "Right before, wrong now",
                "spoiled"),
            gallery(
                comparison,
                ComparedPhoto.Change.WRONG_TO_RIGHT,
                "Wrong before, right now",
                "mended"),
            gallery(
                comparison,
                ComparedPhoto.Change.WRONG_TO_WRONG,
                "Wrong in another way now",
                "other")));
  }

  private static ComparisonPage.Group gallery(
      ModelComparison comparison, ComparedPhoto.Change change, String title, String id) {
    return new ComparisonPage.Group(
        id,
        title,
        comparison.changed(change).stream()
            .map(
                photo ->
                    new ComparisonPage.Shown(
                        Path.of(photo.path().isEmpty() ? "photo " + photo.id() : photo.path()),
                        photo.label(),
                        photo.first(),
                        photo.firstConfidence(),
                        photo.second(),
                        photo.secondConfidence()))
            .toList());
  }
}
