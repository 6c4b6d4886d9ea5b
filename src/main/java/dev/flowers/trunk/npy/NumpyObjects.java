package dev.flowers.trunk.npy;

import dev.flowers.trunk.npy.PickleValue.Bytes;
import dev.flowers.trunk.npy.PickleValue.Dtype;
import dev.flowers.trunk.npy.PickleValue.Flag;
import dev.flowers.trunk.npy.PickleValue.Global;
import dev.flowers.trunk.npy.PickleValue.NumpyArray;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import dev.flowers.trunk.npy.PickleValue.Text;
import dev.flowers.trunk.npy.PickleValue.Tuple;
import dev.flowers.trunk.npy.PickleValue.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The only objects that a pickle may construct here: arrays and their element types, as {@code
 * ndarray.__reduce__} and {@code dtype.__reduce__} take them apart.
 */
final class NumpyObjects {
  /** numpy allows 32 dimensions, 64 since 2.0. */
  private static final int MOST_DIMENSIONS = 64;

  private NumpyObjects() {}

  /**
   * The class or function that a pickle names.
   *
   * @throws MalformedNpyException for every name that is not numpy's for an array
   */
  static Global global(String module, String name, long offset) throws MalformedNpyException {
    return switch (module + " " + name) {
      case "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct" ->
          Global.RECONSTRUCT;
      case "numpy ndarray" -> Global.NDARRAY;
      case "numpy dtype" -> Global.DTYPE;
      default ->
          throw new MalformedNpyException(
              offset,
              "found a pickle that asks for "
                  + PickleSource.printable(module + "." + name)
                  + ", which is refused and was not run; expected numpy arrays alone"
                  + advice(module, name));
    };
  }

  private static String advice(String module, String name) {
    return module.equals("_codecs") && name.equals("encode")
        ? " (Python 3 wrote this in protocol 2: load the file in numpy and save it again with a"
            + " numpy of 1.17 or newer)"
        : "";
  }

  /** Calls {@code function}; a REDUCE. */
  static PickleValue call(PickleValue function, PickleValue arguments, long offset)
      throws MalformedNpyException {
    if (arguments instanceof Tuple tuple) {
      List<PickleValue> items = tuple.items();
      if (function == Global.RECONSTRUCT && items.size() == 3 && items.get(0) == Global.NDARRAY) {
        return new NumpyArray();
      }
      if (function == Global.DTYPE && !items.isEmpty()) {
        Optional<String> code = name(items.get(0));
        if (code.isPresent()) {
          return new Dtype(code.get());
        }
      }
    }
    throw new MalformedNpyException(
        offset,
        "found a call of "
            + function.described()
            + " with "
            + arguments.described()
            + "; expected that of an array or a dtype");
  }

  /** Completes {@code object}; a BUILD. */
  static void build(PickleValue object, PickleValue state, long offset)
      throws MalformedNpyException {
    if (state instanceof Tuple tuple) {
      List<PickleValue> items = tuple.items();
      if (object instanceof Dtype dtype && items.size() >= 2) {
        Optional<String> order = name(items.get(1));
        if (order.isPresent() && order.get().length() == 1) {
          dtype.order(order.get().charAt(0));
          return;
        }
      }
      if (object instanceof NumpyArray array
          && items.size() == 5
          && items.get(1) instanceof Tuple shape
          && items.get(2) instanceof Dtype dtype
          && items.get(3) instanceof Flag fortran
          && (items.get(4) instanceof Bytes || items.get(4) instanceof Sequence)) {
        array.state(
            new NumpyArray.State(dimensions(shape, offset), dtype, fortran.value(), items.get(4)));
        return;
      }
    }
    throw new MalformedNpyException(
        offset,
        "found "
            + state.described()
            + " to complete "
            + object.described()
            + "; expected the state of an array or a dtype");
  }

  /** The text of a value that Python 2 writes as bytes and Python 3 as Unicode. */
  static Optional<String> name(PickleValue value) {
    if (value instanceof Text text) {
      return Optional.of(text.value());
    }
    return value instanceof Bytes bytes && bytes.length() == bytes.latin1().length()
        ? Optional.of(bytes.latin1())
        : Optional.empty();
  }

  private static List<Long> dimensions(Tuple shape, long offset) throws MalformedNpyException {
    List<Long> dimensions = new ArrayList<>();
    for (PickleValue item : shape.items()) {
      if (!(item instanceof Whole whole)
          || whole.value() < 0
          || dimensions.size() == MOST_DIMENSIONS) {
        throw new MalformedNpyException(
            offset,
            "found "
                + item.described()
                + " in an array's shape; expected at most 64 whole numbers of at least 0");
      }
      dimensions.add(whole.value());
    }
    return dimensions;
  }
}
