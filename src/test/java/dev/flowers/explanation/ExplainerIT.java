package dev.flowers.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.Classifications;
import ai.djl.training.util.ProgressBar;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallModel;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelRepository;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real network, small trunk. */
class ExplainerIT {
  /** Where the pictures below have the one thing that is on them. */
  private static final int LEFT = 128;

  private static final int TOP = 32;
  private static final int SIDE = 32;

  @TempDir static Path directory;
  private static Home home;

  @BeforeAll
  static void publish() throws IOException {
    home = new Home(directory);
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), 6, 1);
    SmallModel.publishedIn(home, photos, HeadOptions.defaults());
  }

  /** On paper of the patch's own colour, hiding anything but the square changes nothing. */
  @Test
  void theMapIsStrongestAtTheOneThingInThePhotoAndNothingElsewhere() throws IOException {
    BufferedImage photo = paper(true);
    try (Explainer explainer =
        Explainer.load(home, ModelRepository.DEFAULT_NAME, Optional.of(Precision.FLOAT32))) {
      Classifications with = explainer.predict(photo).classes();
      Classifications without = explainer.predict(paper(false)).classes();
      String className = "";
      double gain = 0;
      for (String candidate : explainer.classes()) {
        double more =
            with.get(candidate).getProbability() - without.get(candidate).getProbability();
        if (more > gain) {
          gain = more;
          className = candidate;
        }
      }
      assertTrue(gain > 0.02, "the square speaks for a class: " + gain);

      OcclusionMap map = explainer.occlusion(photo, className, new ProgressBar());

      assertEquals(with.get(className).getProbability(), map.probability(), 1e-4);
      Occlusion occlusion = map.occlusion();
      float[][] falls = map.falls();
      for (int row = 0; row < occlusion.places(); row++) {
        for (int column = 0; column < occlusion.places(); column++) {
          int left = column * occlusion.stride();
          int top = row * occlusion.stride();
          if (!meets(left, LEFT, occlusion.patch()) || !meets(top, TOP, occlusion.patch())) {
            assertEquals(0, falls[row][column], 0.05 * gain, top + ", " + left);
          } else if (covers(left, LEFT, occlusion.patch()) && covers(top, TOP, occlusion.patch())) {
            assertEquals(gain, falls[row][column], 0.05 * gain, top + ", " + left);
          }
        }
      }
    }
  }

  @Test
  void refusesAClassThatTheModelDoesNotHaveAndCallsAfterClose() throws IOException {
    Explainer explainer = Explainer.load(home, ModelRepository.DEFAULT_NAME);
    try (explainer) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> explainer.occlusion(paper(true), "cats", new ProgressBar()));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("class: found cats, expected one of"));
    }
    assertThrows(IllegalStateException.class, () -> explainer.predict(paper(true)));
  }

  private static boolean meets(int at, int thing, int patch) {
    return at < thing + SIDE && thing < at + patch;
  }

  private static boolean covers(int at, int thing, int patch) {
    return at <= thing && thing + SIDE <= at + patch;
  }

  private static BufferedImage paper(boolean square) {
    BufferedImage image = new BufferedImage(224, 224, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(124, 117, 104)); // the patch's, as near as eight bits come
    graphics.fillRect(0, 0, 224, 224);
    if (square) {
      graphics.setColor(new Color(250, 220, 10));
      graphics.fillRect(LEFT, TOP, SIDE, SIDE);
    }
    graphics.dispose();
    return image;
  }
}
