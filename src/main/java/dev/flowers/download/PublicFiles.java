package dev.flowers.download;

import java.net.URI;

/** The two files of others that the toolkit begins with. */
public final class PublicFiles {
  private PublicFiles() {}

  /**
   * The photos: a {@code .tar.gz} with a folder for each of five flowers, 3,670 photos under CC BY.
   * The same facts are in {@code datasets/} as a descriptor for DJL.
   */
  public static Source flowerPhotos() {
    return Source.of(
        URI.create("http://download.tensorflow.org/example_images/flower_photos.tgz"),
        228_813_984,
        "4c54ace7911aaffe13a365c34f650e71dd5bf1be0a58b464e5a7183e3e595d9c");
  }

  /** VGG16's weights in numpy's format, some 553 MB; no size or checksum of it is published. */
  public static Source vgg16Weights() {
    return Source.of(
        URI.create("https://s3.amazonaws.com/content.udacity-data.com/nd101/vgg16.npy"));
  }
}
