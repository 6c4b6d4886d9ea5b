package dev.flowers.trunk.vgg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * Other weight formats that are often given instead of a {@code vgg16.npy}, and how to convert
 * them.
 */
enum WeightsFormat {
  EMPTY("an empty file", Advice.FETCH),
  GIT_LFS_POINTER("a Git LFS pointer, not the file that it stands for", "git lfs pull fetches it"),
  HTML("a web page (HTML), as a server sends it instead of the file", Advice.FETCH),
  XML("an XML text, as a server sends it with an error", Advice.FETCH),
  JSON("a JSON text", Advice.FETCH),
  GZIP("a gzip file", "decompress it first: gunzip"),
  XZ("an xz file", "decompress it first: unxz"),
  BZIP2("a bzip2 file", "decompress it first: bunzip2"),
  ZSTANDARD("a Zstandard file", "decompress it first: unzstd"),
  SEVEN_ZIP("a 7z archive", "unpack it first: 7z x"),
  TAR("a tar archive", "unpack it first: tar xf"),
  ZIP("a zip archive", "unpack it first: unzip"),
  NPZ(
      "a zip archive of .npy files, as numpy.savez writes it (.npz)",
      "numpy.load it and numpy.save a dictionary of its arrays; if it is a vgg16.npy that was"
          + " zipped, unzip it"),
  KERAS("a Keras model (.keras)", Advice.KERAS),
  HDF5("an HDF5 file (.h5)", "it is read if its layers have Keras's names"),
  PYTORCH("a PyTorch file (.pth, .pt)", "torch.load it there and " + Advice.SAVE),
  SAFETENSORS("a safetensors file", "load it there and " + Advice.SAVE),
  ONNX("an ONNX model", "read its initializers there and " + Advice.SAVE),
  TENSORFLOW_CHECKPOINT(
      "a TensorFlow checkpoint", "tf.train.load_checkpoint reads it: " + Advice.SAVE),
  TENSORFLOW_GRAPH("a TensorFlow graph (.pb)", "read its constants there and " + Advice.SAVE),
  TENSORFLOW_LITE("a TensorFlow Lite model", "read its tensors there and " + Advice.SAVE),
  IMAGE("an image", "name the weights instead"),
  TFRECORD("a TFRecord, which holds examples", "name the weights instead"),
  CAFFE("a Caffe model (.caffemodel)", "read its blobs there and " + Advice.SAVE),
  MATLAB("a MATLAB file (.mat)", "scipy.io.loadmat reads it: " + Advice.SAVE);

  /** What several say. */
  private static final class Advice {
    static final String SAVE =
        "numpy.save {layer: [weights, biases]}, convolutions as height, width, inputs, outputs";
    static final String KERAS = "model.get_layer(name).get_weights() gives a layer's: " + SAVE;
    static final String FETCH = "fetch the file again";
  }

  private final String description;
  private final String advice;

  WeightsFormat(String description, String advice) {
    this.description = description;
    this.advice = advice;
  }

  /** What was found and what was expected. */
  String fault() {
    return "found "
        + description
        + ", expected a vgg16.npy, a dictionary of layers that numpy.save wrote, or"
        + " Keras's VGG16 in HDF5 ("
        + advice
        + ")";
  }

  /**
   * The format of a file, when it is one of these.
   *
   * @return empty for an NPY file, a pickle, and whatever is not known
   */
  static Optional<WeightsFormat> of(FileChannel channel) throws IOException {
    return Signature.of(channel).format();
  }
}
