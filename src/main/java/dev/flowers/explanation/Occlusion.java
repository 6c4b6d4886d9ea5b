package dev.flowers.explanation;

import ai.djl.util.Progress;
import dev.flowers.trunk.Trunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Occlusion: hide a square patch of the photo, look how far the probability of a class falls, and
 * go on with the next patch, until all of the photo was hidden once.
 *
 * <p>Source: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014,
 * section 4.2. The patch has the network's mean colour, which it takes for zeros.
 *
 * @param patch side of the patch in pixels of the 224 that the network sees, 1 to 224
 * @param stride pixels from one place of the patch to the next, 1 to {@code patch}, so that no
 *     pixel is left out; the last patch ends at the photo's edge
 */
record Occlusion(int patch, int stride) {
  private static final int SIZE = Trunk.PHOTO_SIZE;

  /** Photos a run of the network: more is not faster. */
  private static final int BATCH = 32;

  /**
   * Checks the geometry.
   *
   * @throws IllegalArgumentException if the patch or the stride is out of range, or the patches do
   *     not end at the edge
   */
  public Occlusion {
    if (patch < 1 || patch > SIZE || stride < 1 || stride > patch || (SIZE - patch) % stride != 0) {
      throw new IllegalArgumentException(
          "patch %d and stride %d, expected a patch of 1 to %d, a stride of 1 to the patch, and %d - patch to be a multiple of it"
              .formatted(patch, stride, SIZE, SIZE));
    }
  }

  /**
   * Patches of 48 pixels, 16 apart: 144 of them, 10 to 20 seconds on two cores. Smaller ones leave
   * enough of a flower to know it by, and find little.
   */
  public static Occlusion standard() {
    return new Occlusion(48, 16);
  }

  /** Returns how many places the patch has along each side of the photo. */
  public int places() {
    return (SIZE - patch) / stride + 1;
  }

  /**
   * Makes the map of a class.
   *
   * @param network what is explained
   * @param photo [224, 224, 3], RGB in [0,1], from its position on, which stays
   * @param className the class's name, for those who read the map
   * @param label the class's index in the network's output
   * @param progress told of each patch
   */
  public OcclusionMap map(
      BatchClassifier network, FloatBuffer photo, String className, int label, Progress progress) {
    int places = places();
    int count = places * places;
    ByteBuffer batch = photos(Math.min(BATCH, count));
    batch.asFloatBuffer().put(photo.duplicate().limit(photo.position() + Trunk.PHOTO_FLOATS));
    float whole = network.probabilities(batch, 1)[0][label];
    float[][] falls = new float[places][places];
    progress.reset("explaining", count);
    try {
      for (int from = 0; from < count; from += BATCH) {
        int size = Math.min(BATCH, count - from);
        for (int i = 0; i < size; i++) {
          hide(photo, place(from + i), batch, i);
        }
        float[][] probabilities = network.probabilities(batch, size);
        for (int i = 0; i < size; i++) {
          Place place = place(from + i);
          falls[place.row()][place.column()] = whole - probabilities[i][label];
        }
        progress.update(from + size);
      }
    } finally {
      progress.end();
    }
    return new OcclusionMap(this, className, whole, falls);
  }

  private record Place(int row, int column) {}

  private Place place(int number) {
    return new Place(number / places(), number % places());
  }

  /** Copies the photo to the batch's i-th place, with a patch over it. */
  private void hide(FloatBuffer photo, Place place, ByteBuffer batch, int i) {
    FloatBuffer target = batch.asFloatBuffer().slice(i * Trunk.PHOTO_FLOATS, Trunk.PHOTO_FLOATS);
    target.put(photo.duplicate().limit(photo.position() + Trunk.PHOTO_FLOATS));
    float[] mean = Trunk.meanRgb();
    for (int y = place.row() * stride; y < place.row() * stride + patch; y++) {
      target.position((y * SIZE + place.column() * stride) * mean.length);
      for (int x = 0; x < patch; x++) {
        target.put(mean);
      }
    }
  }

  /** Room for photos, as {@link BatchClassifier} takes them. */
  static ByteBuffer photos(int count) {
    return ByteBuffer.allocateDirect(count * Trunk.PHOTO_FLOATS * Float.BYTES)
        .order(ByteOrder.nativeOrder());
  }
}
