package dev.flowers.trunk.vgg;

import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.hdf5.MalformedHdf5Exception;
import dev.flowers.trunk.npy.MalformedNpyException;
import dev.flowers.trunk.npy.NpyObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code vgg16.npy}, {@code vgg19.npy} or one of Keras's HDF5 files, open: the trunk's layers
 * checked, their values still in the file. {@code fc7} and {@code fc8} are not needed and not
 * looked at.
 *
 * <p>Reads may come from several threads. Whoever opens it closes it.
 */
public final class VggWeights implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final List<TrunkLayer> layers;
  private final List<StoredTensor> tensors;
  private @Nullable StridedReader strided;

  private VggWeights(Path file, FileChannel channel, List<StoredTensor> tensors) {
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
   * are of float32, or of float16 or float64 and then rounded, in any order of bytes and of axes.
   * The sizes are the file's own, as long as they fit each other. Beside the layers may stand data
   * without arrays: numbers, texts, lists and dictionaries of them.
   *
   * <p>Which network it is, the names of the layers say, see {@link VggTopology}. Without a dense
   * layer it is one that ends at pool5.
   *
   * @param npy an NPY file of a pickled {@code {layer: [weights, biases]}}, or the pickle alone; or
   *     an HDF5 file with Keras's names, see {@link KerasLayers}
   * @throws MalformedWeightsException when the file is anything else, or has further layers; a file
   *     of a known format is called by its name; no code of the pickle is run
   * @throws IOException when the file cannot be read
   */
  public static VggWeights open(Path npy) throws IOException {
    if (Files.isDirectory(npy)) {
      throw new MalformedWeightsException(
          npy, "found a directory, expected a file of weights: a vgg16.npy, for instance");
    }
    return open(npy, FileChannel.open(npy, StandardOpenOption.READ));
  }

  /**
   * Opens a file by its content.
   *
   * @param npy its name, for messages
   * @param channel the content; closed with the weights, or when this fails
   */
  public static VggWeights open(Path npy, FileChannel channel) throws IOException {
    boolean opened = false;
    try {
      Optional<WeightsFormat> foreign = WeightsFormat.of(channel);
      if (foreign.isPresent() && foreign.get() != WeightsFormat.HDF5) {
        throw new MalformedWeightsException(npy, foreign.get().fault());
      }
      VggWeights weights =
          new VggWeights(
              npy,
              channel,
              foreign.isPresent()
                  ? KerasLayers.tensors(channel)
                  : LayerEntries.tensors(channel, NpyObject.read(channel)));
      Optional<String> fault = TrunkLayer.fault(weights.layers);
      if (fault.isPresent()) {
        throw new MalformedWeightsException(npy, fault.get());
      }
      opened = true;
      return weights;
    } catch (MalformedNpyException | MalformedHdf5Exception e) {
      throw new MalformedWeightsException(npy, e);
    } catch (StoredTensor.Unfit e) {
      throw new MalformedWeightsException(npy, String.valueOf(e.getMessage()));
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** The trunk's layers, in the network's order. */
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

  /**
   * Fills {@code target} with the tensor's values as little-endian float32, {@code start} bytes
   * after the first.
   */
  void read(StoredTensor from, long start, ByteBuffer target) throws IOException {
    ByteOrder order = target.order();
    target.order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (from.inOrder()) {
        from.read(start, target);
      } else {
        strided(from).read(start / Float.BYTES, target);
      }
    } catch (MalformedNpyException e) {
      throw new MalformedWeightsException(
          file, "layer " + from.tensor().layer() + ": " + e.getMessage());
    } finally {
      target.order(order);
    }
  }

  /** Readers hold much of a tensor: there is one at a time. */
  private synchronized StridedReader strided(StoredTensor tensor) {
    StridedReader reader = strided;
    if (reader == null || !reader.tensor().equals(tensor)) {
      reader = new StridedReader(tensor);
      strided = reader;
    }
    return reader;
  }

  /** Closes the file. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
