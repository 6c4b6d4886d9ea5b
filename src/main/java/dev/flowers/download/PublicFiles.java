package dev.flowers.download;

/**
 * The two public files: the flower photos and the VGG16 weights. {@code datasets/} and {@code zoo/}
 * describe them.
 */
public final class PublicFiles {
  /** DJL's artifact id of the public photos. */
  public static final String FLOWER_PHOTOS = "flower_photos";

  /** DJL's artifact id of the trunk, which the public weights are for. */
  public static final String TRUNK = "vgg16-relu6";

  private PublicFiles() {}

  /**
   * The photos: a {@code .tar.gz} with a folder for each of five flowers, 3,670 photos under CC BY.
   */
  public static Source flowerPhotos() {
    return Descriptor.dataset(FLOWER_PHOTOS).source("photos");
  }

  /** VGG16's weights in numpy's format, some 553 MB; no size or checksum of it is published. */
  public static Source vgg16Weights() {
    return Descriptor.model(TRUNK).source("weights");
  }
}
