package dev.flowers.download;

import java.util.List;

/**
 * The public files: the flower photos, and weights of each trunk. {@code datasets/} and {@code
 * zoo/} describe them.
 */
public final class PublicFiles {
  /** DJL's artifact id of the public photos. */
  public static final String FLOWER_PHOTOS = "flower_photos";

  private static final String VGG16 = "vgg16-relu6";

  private PublicFiles() {}

  /**
   * The photos: a {@code .tar.gz} with a folder for each of five flowers, 3,670 photos under CC BY.
   */
  public static Source flowerPhotos() {
    return Descriptor.dataset(FLOWER_PHOTOS).sources().get(0);
  }

  /**
   * Files with the weights of a trunk, the one to be preferred first; they hold the same numbers.
   *
   * @param trunk DJL's artifact id of the trunk: {@code vgg16-relu6}
   * @throws IllegalArgumentException if there is no such trunk
   */
  public static List<Source> weights(String trunk) {
    return Descriptor.model(trunk).sources();
  }

  /** VGG16's weights in numpy's format, some 553 MB; no size or checksum of it is published. */
  public static Source vgg16Weights() {
    return weights(VGG16).get(0);
  }

  /** The same weights in Keras's HDF5 file, whose size and MD5 are published. */
  public static Source kerasVgg16() {
    return weights(VGG16).get(1);
  }
}
