package dev.flowers.serving;

import dev.flowers.explanation.OcclusionMap;
import dev.flowers.image.EncodedPicture;
import java.util.List;
import java.util.Optional;

/**
 * A photo, and the one version of a model that explains it, though another becomes the current one
 * meanwhile. Close it to let the version go.
 */
interface ExplainedPhoto extends AutoCloseable {
  int version();

  /**
   * Computes the occlusion sensitivity map of the most probable class.
   *
   * @throws RequestException if it took too long, or the server is closing
   */
  Explanation explanation(TimeLimit limit) throws RequestException;

  /**
   * Finds the training photos whose embeddings are most similar.
   *
   * @throws RequestException if the embeddings of the training photos are not there
   */
  Neighbours neighbours() throws RequestException;

  @Override
  void close();

  /**
   * An occlusion sensitivity map.
   *
   * @param picture the map over the photo's central square, a PNG
   */
  record Explanation(OcclusionMap map, EncodedPicture picture) {}

  /**
   * The nearest training photos.
   *
   * @param unchanged whether their embeddings are still those that the model was trained on
   * @param photos the most similar first
   */
  record Neighbours(boolean unchanged, List<TrainingPhoto> photos) {
    public Neighbours {
      photos = List.copyOf(photos);
    }
  }

  /**
   * A training photo.
   *
   * @param path within the folder of photos, with slashes; empty if it is unknown
   * @param similarity the cosine, in [0,1]
   * @param thumbnail a small square; empty if the file is gone or has changed
   */
  record TrainingPhoto(
      String path, String className, double similarity, Optional<EncodedPicture> thumbnail) {}
}
