package dev.flowers;

/**
 * What a network sees of a photo: its central square, scaled; 0.6 MB. Made by {@link
 * FlowerClassifier.Lease#prepare}, so that the decoded photo need not wait for the network.
 */
public final class PreparedPhoto {
  private final float[] pixels;

  PreparedPhoto(float[] pixels) {
    this.pixels = pixels;
  }

  float[] pixels() {
    return pixels;
  }
}
