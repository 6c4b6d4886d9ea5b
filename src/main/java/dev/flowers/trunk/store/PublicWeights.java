package dev.flowers.trunk.store;

import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.trunk.vgg.VggTopology;

/** The public files of weights. */
public enum PublicWeights {
  /** VGG16's, in NumPy's format. */
  NPY("npy", VggTopology.VGG16_RELU6, 0),
  /** The same from Keras. */
  KERAS("keras", VggTopology.VGG16_RELU6, 1),
  /** VGG16's convolutions, from Keras. */
  KERAS_NOTOP("keras-notop", VggTopology.VGG16_POOL5, 0),
  /** VGG19's, from Keras. */
  KERAS_VGG19("keras-vgg19", VggTopology.VGG19_RELU6, 0),
  /** VGG19's convolutions, from Keras. */
  KERAS_VGG19_NOTOP("keras-vgg19-notop", VggTopology.VGG19_POOL5, 0);

  private final String named;
  private final VggTopology topology;
  private final int index;

  PublicWeights(String named, VggTopology topology, int index) {
    this.named = named;
    this.topology = topology;
    this.index = index;
  }

  /** Where the file is. */
  public Source source() {
    return PublicFiles.weights(topology.id()).get(index);
  }

  /** As the command line has it: picocli takes constants by this name. */
  @Override
  public String toString() {
    return named;
  }
}
