package dev.flowers.trunk.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What is often found instead of an ONNX model, and how to come by one. */
enum OtherFormat {
  EMPTY("", "an empty file", "fetch it again"),
  GIT_LFS_POINTER(
      "version https://git-lfs.*", "a Git LFS pointer, not the file", "git lfs pull fetches it"),
  HTML("<(!doctype|html).*", "a web page", "fetch it again"),
  ZIP("pk\u0003\u0004.*", "a zip archive or a PyTorch file", "torch.onnx.export writes ONNX"),
  HDF5("\u0089hdf.*", "an HDF5 file", "tf2onnx converts Keras's models"),
  NPY("\u0093numpy.*", "an NPY file", "it is given as --weights"),
  SAFETENSORS(
      ".{8}\\{\".*", "a safetensors file", "optimum-cli export onnx writes ONNX from its folder");

  private static final int HEAD = 64;

  private final String pattern;
  private final String description;
  private final String advice;

  OtherFormat(String pattern, String description, String advice) {
    this.pattern = "(?s)" + pattern;
    this.description = description;
    this.advice = advice;
  }

  /**
   * Refuses a file of one of these formats.
   *
   * @throws MalformedOnnxException if it is one; the message says which
   */
  static void refuse(Path file) throws IOException {
    String head;
    try (InputStream in = Files.newInputStream(OnnxReader.requireFile(file))) {
      head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }
    for (OtherFormat format : values()) {
      if (head.matches(format.pattern)) {
        throw new MalformedOnnxException(
            file,
            "found " + format.description + ", expected an ONNX model (" + format.advice + ")");
      }
    }
  }
}
