package dev.flowers.trunk.vgg;

import dev.flowers.trunk.hdf5.Hdf5Array;
import dev.flowers.trunk.npy.Coding;
import dev.flowers.trunk.npy.PickleValue.Bytes;
import dev.flowers.trunk.npy.PickleValue.NumpyArray;
import dev.flowers.trunk.npy.Span;
import dev.flowers.trunk.npy.StoredBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tensor whose values stand in a file of weights.
 *
 * @param tensor its name and shape
 * @param type the type of its values in the file
 * @param axes the axes in the order in which the file has them, the one that varies fastest last
 * @param values where its values are
 */
record StoredTensor(TrunkTensor tensor, ElementType type, List<Integer> axes, StoredBytes values) {
  StoredTensor {
    axes = List.copyOf(axes);
  }

  /** Why an array cannot be a tensor; the text says what was found and what was expected. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String layer, String found, String expected) {
      super("layer " + layer + ": found " + found + ", expected " + expected);
    }
  }

  /**
   * Checks that an array is one of floating-point numbers, and complete.
   *
   * @throws MalformedNpyException when its values are damaged text
   */
  static StoredTensor of(FileChannel channel, String layer, String role, NumpyArray array)
      throws Unfit, IOException {
    NumpyArray.State state = array.state();
    Optional<ElementType> type = ElementType.of(state.dtype().descr());
    if (type.isEmpty()) {
      throw new Unfit(
          layer,
          role + " of " + state.dtype().described(),
          "'<f4', or another of float16, float32 and float64 (numpy's astype('<f4'))");
    }
    if (!(state.data() instanceof Bytes data)) {
      throw new Unfit(layer, role + " that are " + state.data().described(), "bytes");
    }
    List<Integer> shape = shape(layer, role, state.shape());
    StoredBytes values = StoredBytes.of(channel, data.span());
    if (!holds(values, shape, type.get())) {
      throw new Unfit(
          layer,
          role + " in " + values.size() + " bytes at byte " + data.span().offset(),
          type.get().bytes() + " bytes for each value of shape " + shape);
    }
    return new StoredTensor(new TrunkTensor(layer, role, shape), type.get(), state.axes(), values);
  }

  /** Checks that a data set is one of floating-point numbers, in one piece, and complete. */
  static StoredTensor of(FileChannel channel, String layer, String role, Hdf5Array array)
      throws Unfit, IOException {
    Optional<ElementType> type = ElementType.of(array.type());
    if (type.isEmpty()) {
      throw new Unfit(
          layer, role + " of the type " + array.type(), "float32, or float16 or float64");
    }
    if (!array.layout().equals(Hdf5Array.CONTIGUOUS)) {
      throw new Unfit(
          layer,
          role + " whose storage is " + array.layout(),
          "contiguous storage, as Keras writes it (h5py's create_dataset without chunks)");
    }
    List<Integer> shape = shape(layer, role, array.shape());
    long bytes = array.bytes();
    if (bytes < 0) { // versions 1 and 2 of the layout do not say it
      bytes = bytes(shape, type.get());
    }
    StoredBytes values =
        StoredBytes.of(channel, new Span(array.offset(), Math.max(0, bytes), Coding.PLAIN));
    if (!holds(values, shape, type.get())) {
      throw new Unfit(
          layer,
          role + " in " + values.size() + " bytes at byte " + array.offset(),
          type.get().bytes() + " bytes for each value of shape " + shape);
    }
    if (array.offset() > channel.size() - values.size()) {
      throw new Unfit(
          layer,
          role + " in " + values.size() + " bytes at byte " + array.offset(),
          "them within the file's " + channel.size() + " bytes: the file is truncated or damaged");
    }
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.size(); axis++) {
      axes.add(axis);
    }
    return new StoredTensor(new TrunkTensor(layer, role, shape), type.get(), axes, values);
  }

  private static List<Integer> shape(String layer, String role, List<Long> dimensions)
      throws Unfit {
    List<Integer> shape = new ArrayList<>();
    for (long dimension : dimensions) {
      if (dimension < 1 || dimension > Integer.MAX_VALUE) {
        throw new Unfit(layer, role + " of shape " + dimensions, "sizes from 1 to 2147483647");
      }
      shape.add((int) dimension);
    }
    return shape;
  }

  /** Adds a layer's weights and biases, if they fit each other. */
  static void addChecked(List<StoredTensor> tensors, StoredTensor weights, StoredTensor anyBiases)
      throws Unfit {
    // A matrix of biases has one row, those of Caffe's old releases have three dimensions more.
    StoredTensor biases = anyBiases.asVector();
    String layer = weights.tensor().layer();
    List<Integer> shape = weights.tensor().shape();
    if (shape.size() < 2) {
      throw new Unfit(layer, "weights of shape " + shape, "a matrix or four dimensions");
    }
    List<Integer> one = List.of(shape.get(shape.size() - 1));
    if (!biases.tensor().shape().equals(one)) {
      throw new Unfit(
          layer, "biases of shape " + biases.tensor().shape(), one + ", one for each output");
    }
    tensors.add(weights);
    tensors.add(biases);
  }

  private static boolean holds(StoredBytes values, List<Integer> shape, ElementType type) {
    return values.size() == bytes(shape, type);
  }

  /** How many bytes the values take; -1 for more than a long holds. */
  private static long bytes(List<Integer> shape, ElementType type) {
    try {
      return Math.multiplyExact(TrunkTensor.bytes(shape) / Float.BYTES, type.bytes());
    } catch (ArithmeticException tooLarge) {
      return -1;
    }
  }

  /** The same values as a vector, when all dimensions but the last are 1. */
  StoredTensor asVector() {
    List<Integer> shape = tensor.shape();
    int last = shape.size() - 1;
    return last > 0 && shape.subList(0, last).stream().allMatch(n -> n == 1)
        ? new StoredTensor(
            new TrunkTensor(tensor.layer(), tensor.role(), shape.subList(last, last + 1)),
            type,
            List.of(0),
            values)
        : this;
  }

  /** Whether the values follow each other as in C; else a {@link StridedReader} is needed. */
  boolean inOrder() {
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i) != i) {
        return false;
      }
    }
    return true;
  }

  /** Fills {@code target} with little-endian float32, where the values are {@link #inOrder}. */
  void read(long start, ByteBuffer target) throws IOException {
    if (type.equals(ElementType.FLOAT32)) {
      values.read(start, target);
      return;
    }
    int count = target.remaining() / Float.BYTES;
    ByteBuffer stored = ByteBuffer.allocate(count * type.bytes()).order(type.order());
    values.read(start / Float.BYTES * type.bytes(), stored);
    for (int i = 0; i < count; i++) {
      target.putFloat(type.at(stored, i * type.bytes()));
    }
  }
}
