package dev.flowers.cli;

import picocli.CommandLine.Option;

/** The {@code --weights} option. */
final class WeightsOption {
  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A vgg16.npy or vgg19.npy, Keras's HDF5 file of either, or a trunk that was converted"
              + " before, by its file's name or its fingerprint. A file of convolutions alone makes a"
              + " trunk that ends at pool5. Without it: the vgg16.npy in the home, else the trunk that"
              + " was converted last, else the public file, which is downloaded (553 MB).")
  String named = "";
}
