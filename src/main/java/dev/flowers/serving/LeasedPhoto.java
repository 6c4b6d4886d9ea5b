package dev.flowers.serving;

import dev.flowers.FlowerClassifier;
import dev.flowers.explanation.Explainer;
import dev.flowers.explanation.ExplanationPicture;
import dev.flowers.explanation.OcclusionMap;
import dev.flowers.image.EncodedPicture;
import dev.flowers.image.SquareThumbnail;
import java.awt.image.BufferedImage;

/** A photo and a lease of the model's version that explains it. */
final class LeasedPhoto implements ExplainedPhoto {
  private final FlowerClassifier.Lease lease;
  private final Explainer explainer;
  private final NearestPhotos nearest;
  private final ServingOptions options;
  private final Explainer.Input input;
  private final BufferedImage square;

  private LeasedPhoto(
      FlowerClassifier.Lease lease,
      NearestPhotos nearest,
      ServingOptions options,
      BufferedImage photo) {
    this.lease = lease;
    this.explainer = Explainer.of(lease.model());
    this.nearest = nearest;
    this.options = options;
    // The photo itself may have 50 megapixels, and an explanation takes long.
    this.input = explainer.input(photo);
    this.square = SquareThumbnail.of(photo, ExplanationPicture.SQUARE);
  }

  /** Takes the lease over. */
  static LeasedPhoto of(
      FlowerClassifier.Lease lease,
      NearestPhotos nearest,
      ServingOptions options,
      BufferedImage photo) {
    boolean made = false;
    try {
      LeasedPhoto leased = new LeasedPhoto(lease, nearest, options, photo);
      made = true;
      return leased;
    } finally {
      if (!made) {
        lease.close();
      }
    }
  }

  @Override
  public int version() {
    return explainer.model().version();
  }

  @Override
  public Explanation explanation(TimeLimit limit) throws RequestException {
    String answer = explainer.predict(input).classes().best().getClassName();
    OcclusionMap map;
    try {
      map = explainer.occlusion(input, answer, limit);
    } catch (TimeLimit.ExceededException e) {
      throw e.refusal();
    }
    return new Explanation(map, EncodedPicture.png(ExplanationPicture.drawMap(square, map)));
  }

  @Override
  public Neighbours neighbours() throws RequestException {
    return nearest.find(explainer, input, options.answerTime());
  }

  /** Leaves the explainer open: the model is not its own. */
  @Override
  public void close() {
    lease.close();
  }
}
