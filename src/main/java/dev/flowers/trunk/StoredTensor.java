package dev.flowers.trunk;

import dev.flowers.trunk.npy.PickleValue.Bytes;
import dev.flowers.trunk.npy.PickleValue.NumpyArray;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor whose values stand in a {@code vgg16.npy}.
 *
 * @param tensor its name and shape
 * @param offset where its values start, in bytes from the file's beginning
 */
record StoredTensor(TrunkTensor tensor, long offset) {

  /** Why an array cannot be a tensor; the text says what was found and what was expected. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String layer, String found, String expected) {
      super("layer " + layer + ": found " + found + "; expected " + expected);
    }
  }

  /** Checks that an array is float32, little-endian, in C order and complete. */
  static StoredTensor of(String layer, String role, NumpyArray array) throws Unfit {
    NumpyArray.State state = array.state();
    if (!state.dtype().descr().equals("<f4")) {
      throw new Unfit(
          layer,
          role + " of " + state.dtype().described(),
          "'<f4', little-endian float32 (numpy's astype('<f4'))");
    }
    if (state.fortranOrder()) {
      throw new Unfit(layer, role + " in Fortran order", "C order (numpy.ascontiguousarray)");
    }
    if (!(state.data() instanceof Bytes data)) {
      throw new Unfit(layer, role + " that are " + state.data().described(), "bytes");
    }
    List<Integer> shape = new ArrayList<>();
    for (long dimension : state.shape()) {
      if (dimension < 1 || dimension > Integer.MAX_VALUE) {
        throw new Unfit(layer, role + " of shape " + state.shape(), "sizes from 1 to 2147483647");
      }
      shape.add((int) dimension);
    }
    if (!holds(data, shape)) {
      throw new Unfit(
          layer,
          role + " in " + data.length() + " bytes at byte " + data.offset(),
          "four bytes for each value of shape " + shape);
    }
    return new StoredTensor(new TrunkTensor(layer, role, shape), data.offset());
  }

  private static boolean holds(Bytes data, List<Integer> shape) {
    try {
      return data.length() == TrunkTensor.bytes(shape);
    } catch (ArithmeticException tooLarge) {
      return false;
    }
  }
}
