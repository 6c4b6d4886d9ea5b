package dev.flowers.explanation;

import ai.djl.util.Progress;
import dev.flowers.trunk.PhotoInput;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Locale;

/**
 * Computes occlusion sensitivity maps: hides a square patch of the photo, measures how far the
 * probability of a class falls, and goes on with the next patch until each part of the photo was
 * hidden once.
 *
 * <p>Source: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014,
 * section 4.2. The patch has the network's mean colour, which it takes for zeros.
 *
 * @param input what the network takes
 * @param patch side of the patch in pixels of those that the network sees, 1 to all
 * @param stride pixels from one place of the patch to the next, 1 to {@code patch}, so that no
 *     pixel is left out; the last patch ends at the photo's edge
 */
record Occlusion(PhotoInput input, int patch, int stride) {
  /** Photos a run of the network: more is not faster. */
  private static final int BATCH = 32;

  /** The standard's strides along each side of the photo, and how many of them a patch covers. */
  private static final int STRIDES = 14;

  private static final int PATCH_STRIDES = 3;

  /**
   * Checks the geometry.
   *
   * @throws IllegalArgumentException if the patch or the stride is out of range, or the patches do
   *     not end at the edge
   */
  public Occlusion {
    int size = input.size();
    if (patch < 1 || patch > size || stride < 1 || stride > patch || (size - patch) % stride != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "occlusion: found patch %d and stride %d, expected a patch of 1 to %d, a stride of 1"
                  + " to the patch, and %d - patch to be a multiple of it",
              patch,
              stride,
              size,
              size));
    }
  }

  /**
   * Patches of three fourteenths of the photo's side, a fourteenth apart: of 224 pixels, 48 and 16,
   * at 144 places. Smaller ones leave enough of a flower to know it by, and find little.
   *
   * @param input what the network takes, at least 3 pixels wide
   */
  public static Occlusion standard(PhotoInput input) {
    int strides = Math.min(STRIDES, input.size());
    int stride = input.size() / strides;
    return new Occlusion(input, input.size() - (strides - PATCH_STRIDES) * stride, stride);
  }

  /** Returns how many places the patch has along each side of the photo. */
  public int places() {
    return (input.size() - patch) / stride + 1;
  }

  /**
   * Makes the map of a class.
   *
   * @param network what is explained
   * @param photo as the network takes it, from its position on, which stays
   * @param className the class's name, for those who read the map
   * @param label the class's index in the network's output
   * @param progress told of each patch
   */
  OcclusionMap map(
      BatchClassifier network, FloatBuffer photo, String className, int label, Progress progress) {
    int places = places();
    int count = places * places;
    ByteBuffer batch = input.allocate(Math.min(BATCH, count));
    batch.asFloatBuffer().put(photo.duplicate().limit(photo.position() + input.floats()));
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
    FloatBuffer target = batch.asFloatBuffer().slice(i * input.floats(), input.floats());
    target.put(photo.duplicate().limit(photo.position() + input.floats()));
    float[] mean = input.meanRgb();
    for (int y = place.row() * stride; y < place.row() * stride + patch; y++) {
      target.position((y * input.size() + place.column() * stride) * mean.length);
      for (int x = 0; x < patch; x++) {
        target.put(mean);
      }
    }
  }
}
