package dev.flowers.head;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A saved head whose matrices stay in their files, for an engine that maps them. Between two layers
 * is a ReLU, behind the last one a softmax.
 *
 * @param classes the class names; the outputs of the last layer are in their order
 * @param layers first to last
 * @param provenance what the head was made from
 */
public record StoredHead(List<String> classes, List<Layer> layers, Provenance provenance) {
  /** Copies the lists. */
  public StoredHead {
    classes = List.copyOf(classes);
    layers = List.copyOf(layers);
  }

  /**
   * A layer's matrices: raw float32, little-endian.
   *
   * @param inputs how many numbers go in
   * @param outputs how many numbers come out
   * @param weights [inputs, outputs], row by row
   * @param bias [outputs]
   */
  public record Layer(int inputs, int outputs, Path weights, Path bias) {}

  /**
   * Looks at a head that {@link TrainedHead#save} saved. The files' sizes are checked, and not
   * their contents, which {@link TrainedHead#load} does.
   *
   * @throws IOException if a file is missing, of another size, or of another version; the message
   *     names the file
   */
  public static StoredHead read(Path directory) throws IOException {
    return HeadFiles.look(directory);
  }
}
