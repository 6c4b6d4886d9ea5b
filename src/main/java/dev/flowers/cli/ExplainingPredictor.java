package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.FlowerClassifier;
import dev.flowers.explanation.Explainer;
import dev.flowers.explanation.ExplanationPicture;
import dev.flowers.explanation.Neighbour;
import dev.flowers.explanation.OcclusionMap;
import dev.flowers.explanation.TrainingPhotos;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.FileErrors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs {@code predict} with {@code --explain} or {@code --nearest}, one photo at a time. */
final class ExplainingPredictor implements AutoCloseable {
  private final Terminal terminal;
  private final ExplainMixin asked;
  private final Explainer explainer;
  private final @Nullable TrainingPhotos training;
  private final ImageDecoder decoder = ImageDecoder.withDefaults();
  private boolean failed;

  ExplainingPredictor(Terminal terminal, ExplainMixin asked, Explainer explainer) {
    this.terminal = terminal;
    this.asked = asked;
    this.explainer = explainer;
    this.training = asked.neighbours() > 0 ? training() : null;
  }

  private @Nullable TrainingPhotos training() {
    try {
      TrainingPhotos photos = TrainingPhotos.open(explainer.model());
      if (!photos.unchanged()) {
        tell(
            String.format(
                Locale.ROOT,
                "the nearest photos: %s has changed since %s was trained; the model may not have seen all of them",
                photos.file(),
                explainer.model().reference()));
      }
      return photos;
    } catch (IOException e) {
      tell("no nearest photos: " + FileErrors.message(e));
      failed = asked.nearest != null;
      return null;
    }
  }

  /**
   * Answers each photo.
   *
   * @return whether something that was asked for could not be given
   */
  boolean print(List<Path> photos, Answers answers) throws IOException {
    for (Path photo : photos) {
      print(photo, answers);
    }
    return failed;
  }

  private void print(Path photo, Answers answers) throws IOException {
    BufferedImage image;
    try {
      image =
          photo.equals(PredictCommand.STANDARD_INPUT)
              ? decoder.decode(terminal.in(), PredictCommand.STANDARD_INPUT_NAME)
              : decoder.decode(photo);
    } catch (IOException e) {
      failed = true;
      answers.print(new FlowerClassifier.Answer(photo, Optional.empty(), FileErrors.message(e)));
      return;
    }
    Explainer.Prediction prediction = explainer.predict(image);
    List<Neighbour> nearest =
        training == null ? List.of() : training.nearest(prediction.embedding(), asked.neighbours());
    answers.print(
        new FlowerClassifier.Answer(photo, Optional.of(prediction.classes()), ""), nearest);
    if (asked.explain != null) {
      draw(photo, image, prediction, nearest, asked.explain);
    }
  }

  private void draw(
      Path photo,
      BufferedImage image,
      Explainer.Prediction prediction,
      List<Neighbour> nearest,
      Path picture)
      throws IOException {
    Progress progress = terminal.progress(" patches", 1);
    String answer = prediction.classes().best().getClassName();
    OcclusionMap map = explainer.occlusion(image, answer, progress);
    String title =
        String.format(
            Locale.ROOT, "%s, predicted by %s", photo.getFileName(), explainer.model().reference());
    ExplanationPicture.write(ExplanationPicture.draw(image, map, title, nearest), picture);
  }

  private void tell(String message) {
    terminal.err().println("flowers predict: " + message);
  }

  @Override
  public void close() throws IOException {
    if (training != null) {
      training.close();
    }
  }
}
