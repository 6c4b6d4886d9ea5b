package dev.flowers.cli;

import dev.flowers.trunk.store.TrunkRequest;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which trunk: {@code --trunk}, and what an ONNX network leaves open. */
final class TrunkOption {
  @Option(
      names = {"--trunk", "--weights"},
      paramLabel = "FILE|DIR",
      description =
          "A vgg16.npy or vgg19.npy, or Keras's HDF5 file of either (of convolutions alone: a trunk"
              + " that ends at pool5); an ONNX network, as a folder of the Hugging Face hub or a file"
              + " with --preprocess; or a trunk that is in the home, by its file's name or its"
              + " fingerprint. Without it: the vgg16.npy in the home, else the trunk that was"
              + " converted last, else the public file, which is downloaded (553 MB).")
  String named = "";

  @Option(
      names = "--preprocess",
      paramLabel = "NAME",
      description =
          "What is done to photos before an ONNX network without a preprocessor_config.json:"
              + " imagenet, minus-one-to-one, zero-to-one or caffe.")
  Optional<String> preprocessing;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "Which output of an ONNX network is the embedding, if it has several.")
  Optional<String> output;

  @Option(
      names = "--tokens",
      paramLabel = "first|mean",
      description = "Which tokens of an ONNX network's output are the embedding, if it has tokens.")
  Optional<String> tokens;

  TrunkRequest wanted() {
    return new TrunkRequest(named, preprocessing, output, tokens);
  }

  boolean given() {
    return !wanted().equals(TrunkRequest.usual());
  }
}
