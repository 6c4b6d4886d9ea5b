package dev.flowers.trunk;

import dev.flowers.trunk.npy.MalformedNpyException;
import dev.flowers.trunk.npy.NpyObject;
import dev.flowers.trunk.npy.PickleValue;
import dev.flowers.trunk.npy.PickleValue.Mapping;
import dev.flowers.trunk.npy.PickleValue.NumpyArray;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import dev.flowers.trunk.npy.PickleValue.Tuple;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code vgg16.npy}, open: the trunk's layers checked, their values still in the file. {@code
 * fc7} and {@code fc8} are not needed and not looked at.
 *
 * <p>Reads may come from several threads. Whoever opens it closes it.
 */
final class Vgg16Weights implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final List<TrunkLayer> layers;
  private final List<StoredTensor> tensors;

  private Vgg16Weights(Path file, FileChannel channel, List<StoredTensor> tensors) {
    this.file = file;
    this.channel = channel;
    this.tensors = List.copyOf(tensors);
    this.layers =
        this.tensors.stream()
            .map(StoredTensor::tensor)
            .filter(t -> t.role().equals(TrunkTensor.WEIGHTS))
            .map(t -> new TrunkLayer(t.layer(), t.shape()))
            .toList();
  }

  /**
   * Opens the file and checks names, types and shapes of the layers, not their values.
   *
   * <p>A layer is a list or tuple of weights and biases, or a dictionary with those keys; arrays
   * are little-endian float32 in C order. The sizes are the file's own, as long as they fit each
   * other.
   *
   * @param npy an NPY file of a pickled {@code {layer: [weights, biases]}}
   * @throws MalformedWeightsException when the file is anything else; no code of the pickle is run
   * @throws IOException when the file cannot be read
   */
  public static Vgg16Weights open(Path npy) throws IOException {
    if (Files.isDirectory(npy)) {
      throw new MalformedWeightsException(npy, "found a directory; expected a vgg16.npy");
    }
    FileChannel channel = FileChannel.open(npy, StandardOpenOption.READ);
    boolean opened = false;
    try {
      Vgg16Weights weights = new Vgg16Weights(npy, channel, tensors(NpyObject.read(channel)));
      Optional<String> fault = TrunkLayer.fault(weights.layers);
      if (fault.isPresent()) {
        throw new MalformedWeightsException(npy, fault.get());
      }
      opened = true;
      return weights;
    } catch (MalformedNpyException e) {
      throw new MalformedWeightsException(npy, e);
    } catch (StoredTensor.Unfit e) {
      throw new MalformedWeightsException(npy, String.valueOf(e.getMessage()));
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** {@code conv1_1} … {@code fc6}, in the network's order. */
  public List<TrunkLayer> layers() {
    return layers;
  }

  /** The size of all values of the trunk, in bytes. */
  public long bytes() {
    return tensors.stream().mapToLong(s -> s.tensor().bytes()).sum();
  }

  /** Weights and biases of each layer, in the network's order. */
  List<StoredTensor> tensors() {
    return tensors;
  }

  /** The file, for messages. */
  Path file() {
    return file;
  }

  /** Fills {@code target} from the tensor's values, {@code start} bytes after the first. */
  void read(StoredTensor from, long start, ByteBuffer target) throws IOException {
    long at = from.offset() + start;
    while (target.hasRemaining()) {
      int count = channel.read(target, at);
      if (count < 0) {
        throw new MalformedWeightsException(
            file,
            String.format(
                "layer %s: found the file's end at byte %d; expected more %s: it was cut while open",
                from.tensor().layer(), at, from.tensor().role()));
      }
      at += count;
    }
  }

  /** Closes the file. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static List<StoredTensor> tensors(PickleValue root) throws StoredTensor.Unfit {
    List<StoredTensor> tensors = new ArrayList<>();
    for (String name : TrunkLayer.NAMES) {
      if (!(root instanceof Mapping layers)) {
        throw new StoredTensor.Unfit(name, root.described(), "a dictionary of layers");
      }
      PickleValue layer = layers.entries().get(name);
      if (layer == null) {
        throw new StoredTensor.Unfit(
            name, "no entry of this name", "all of " + String.join(", ", TrunkLayer.NAMES));
      }
      List<@Nullable PickleValue> pair = pair(layer);
      if (pair.size() != 2
          || !(pair.get(0) instanceof NumpyArray weights)
          || !(pair.get(1) instanceof NumpyArray biases)) {
        throw new StoredTensor.Unfit(name, layer.described(), "two arrays, weights and biases");
      }
      addChecked(tensors, name, weights, biases);
    }
    return tensors;
  }

  private static void addChecked(
      List<StoredTensor> tensors, String name, NumpyArray weightsArray, NumpyArray biasesArray)
      throws StoredTensor.Unfit {
    StoredTensor weights = StoredTensor.of(name, TrunkTensor.WEIGHTS, weightsArray);
    StoredTensor biases = StoredTensor.of(name, TrunkTensor.BIASES, biasesArray);
    List<Integer> shape = weights.tensor().shape();
    if (shape.size() < 2) {
      throw new StoredTensor.Unfit(
          name, "weights of shape " + shape, "a matrix or four dimensions");
    }
    List<Integer> one = List.of(shape.get(shape.size() - 1));
    if (!biases.tensor().shape().equals(one)) {
      throw new StoredTensor.Unfit(
          name, "biases of shape " + biases.tensor().shape(), one + ", one for each output");
    }
    tensors.add(weights);
    tensors.add(biases);
  }

  private static List<@Nullable PickleValue> pair(PickleValue layer) {
    if (layer instanceof Sequence list) {
      return new ArrayList<>(list.items());
    }
    if (layer instanceof Tuple tuple) {
      return new ArrayList<>(tuple.items());
    }
    List<@Nullable PickleValue> pair = new ArrayList<>();
    if (layer instanceof Mapping map) {
      pair.add(map.entries().get(TrunkTensor.WEIGHTS));
      pair.add(map.entries().get(TrunkTensor.BIASES));
    }
    return pair;
  }
}
