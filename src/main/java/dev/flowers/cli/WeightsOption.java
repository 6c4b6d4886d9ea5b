package dev.flowers.cli;

import picocli.CommandLine.Option;

/** The {@code --weights} option. */
final class WeightsOption {
  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A vgg16.npy, or a trunk that was converted before, by its file's name or its fingerprint."
              + " Without it: the vgg16.npy in the home, else the trunk that was converted last, else"
              + " the public file, which is downloaded (553 MB).")
  String named = "";
}
