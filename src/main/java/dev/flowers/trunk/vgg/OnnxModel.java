package dev.flowers.trunk.vgg;

import dev.flowers.image.ResampleFilter;
import dev.flowers.image.ResizedCrop;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.onnx.OnnxExport;
import dev.flowers.trunk.onnx.OnnxWriter;
import dev.flowers.trunk.onnx.Preprocessing;
import dev.flowers.trunk.onnx.PreprocessorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Trunk and head as an ONNX file: {@code photos} [n, 3, 224, 224], RGB in [0,1] → {@code
 * probabilities} [n, classes]. Beside it is what is done to photos elsewhere.
 *
 * <p>That configuration has the same crop, but Pillow smooths when it makes a picture smaller, and
 * {@link dev.flowers.image.SquareCrop}, on whose pixels the head was trained, does not: the network
 * is the same, and the pixels are not quite.
 */
final class OnnxModel {
  private OnnxModel() {}

  /**
   * Writes the model and its configuration.
   *
   * @param trunk in float32
   * @throws IOException if it cannot be written
   */
  static void write(Path directory, VggTrunk trunk, List<DenseLayer> head) throws IOException {
    int size = VggNetwork.PHOTO_SIZE;
    OnnxWriter graph = OnnxWriter.create();
    OnnxBuilder builder = new OnnxBuilder(graph);
    String photos = graph.input(VggNetwork.PHOTOS, List.of("n", TrunkLayer.CHANNELS, size, size));
    try {
      String embedding = VggNetwork.embedding(builder, photos, trunk);
      String output = VggNetwork.probabilities(builder, embedding, trunk, head);
      graph.output(output, List.of("n", head.get(head.size() - 1).outputs()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    graph.write(directory.resolve(OnnxExport.MODEL));
    ResizedCrop crop =
        new ResizedCrop(new ResizedCrop.ShortestEdge(size), ResampleFilter.BILINEAR, size);
    PreprocessorConfig.write(Preprocessing.unit(crop), directory.resolve(PreprocessorConfig.FILE));
  }
}
