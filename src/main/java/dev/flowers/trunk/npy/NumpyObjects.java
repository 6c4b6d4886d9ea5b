package dev.flowers.trunk.npy;

import dev.flowers.trunk.npy.PickleValue.Bytes;
import dev.flowers.trunk.npy.PickleValue.Dtype;
import dev.flowers.trunk.npy.PickleValue.Flag;
import dev.flowers.trunk.npy.PickleValue.Mapping;
import dev.flowers.trunk.npy.PickleValue.Nothing;
import dev.flowers.trunk.npy.PickleValue.NumpyArray;
import dev.flowers.trunk.npy.PickleValue.Plain;
import dev.flowers.trunk.npy.PickleValue.PlainSet;
import dev.flowers.trunk.npy.PickleValue.Real;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import dev.flowers.trunk.npy.PickleValue.Text;
import dev.flowers.trunk.npy.PickleValue.Tuple;
import dev.flowers.trunk.npy.PickleValue.Whole;
import java.util.List;
import java.util.Optional;

/**
 * The only objects that a pickle may construct here: arrays and their element types, as {@code
 * ndarray.__reduce__} and {@code dtype.__reduce__} take them apart, and plain data that Python
 * pickles as a call.
 */
final class NumpyObjects {
  private NumpyObjects() {}

  /**
   * The class or function that a pickle names.
   *
   * @throws MalformedNpyException for every name but those of {@link Global}
   */
  static PickleValue global(String module, String name, long offset) throws MalformedNpyException {
    return Global.named(module, name)
        .orElseThrow(
            () ->
                new MalformedNpyException(
                    offset,
                    "found a pickle that asks for "
                        + PickleValue.printable(module + "." + name)
                        + ", which is refused and was not run, expected numpy arrays and plain"
                        + " data alone"
                        + advice(module)));
  }

  private static String advice(String module) {
    if (module.equals("torch") || module.startsWith("torch.")) {
      return " (PyTorch wrote this: save the arrays with numpy.save)";
    }
    return module.startsWith("joblib.")
        ? " (joblib wrote this: load it there and save the dictionary with numpy.save)"
        : "";
  }

  /** Makes what a call of {@code function} would make; a REDUCE. */
  static PickleValue call(PickleValue function, PickleValue arguments, long offset)
      throws MalformedNpyException {
    if (function instanceof Global global && arguments instanceof Tuple tuple) {
      Optional<PickleValue> made = make(global, tuple.items(), offset);
      if (made.isPresent()) {
        return made.get();
      }
    }
    throw new MalformedNpyException(
        offset,
        "found a call of "
            + function.described()
            + " with "
            + arguments.described()
            + ", expected one that makes an array, a dtype or plain data");
  }

  private static Optional<PickleValue> make(Global function, List<PickleValue> items, long offset)
      throws MalformedNpyException {
    int count = items.size();
    return switch (function) {
      case RECONSTRUCT ->
          count == 3 && isArrayClass(items.get(0))
              ? Optional.of(new NumpyArray())
              : Optional.empty();
      case FROM_BUFFER -> ArrayStates.fromBuffer(items, offset);
      case DTYPE -> count == 0 ? Optional.empty() : name(items.get(0)).map(code -> new Dtype(code));
      case SCALAR ->
          count == 2 && items.get(0) instanceof Dtype dtype && items.get(1) instanceof Bytes
              ? Optional.of(new Plain("a scalar of " + dtype.described()))
              : Optional.empty();
      case ENCODE -> count == 2 ? encoded(items.get(0), items.get(1)) : Optional.empty();
      case BYTES, BYTE_ARRAY -> bytes(function, items);
      case ORDERED_DICTIONARY -> dictionary(items, offset);
      case DEFAULT_DICTIONARY ->
          count == 0 || (count == 1 && isFactory(items.get(0)))
              ? Optional.of(new Mapping())
              : Optional.empty();
      case SET, FROZEN_SET -> {
        PlainSet set = new PlainSet();
        if (count == 1 && items.get(0) instanceof Sequence content) {
          add(set, content.items(), offset);
        } else if (count != 0) {
          yield Optional.empty();
        }
        yield Optional.of(set);
      }
      case COMPLEX ->
          count == 2 && items.get(0) instanceof Real && items.get(1) instanceof Real
              ? Optional.of(new Plain("a complex number"))
              : Optional.empty();
      case NDARRAY, MATRIX, MEMMAP -> Optional.empty();
    };
  }

  /** Arrays of these classes are pickled alike, and mean the same here. */
  private static boolean isArrayClass(PickleValue value) {
    return value == Global.NDARRAY || value == Global.MATRIX || value == Global.MEMMAP;
  }

  /** What a default dictionary calls for a missing key; it is not called here. */
  private static boolean isFactory(PickleValue value) {
    return value instanceof Nothing || value instanceof Plain || value instanceof Global;
  }

  /** Protocols 0 to 2 have no bytes: Python 3 writes them as text, and how to make them of it. */
  private static Optional<PickleValue> encoded(PickleValue value, PickleValue encoding) {
    boolean latin1 =
        name(encoding).filter(n -> n.equals("latin1") || n.equals("latin-1")).isPresent();
    if (!latin1 || !(value instanceof Text text)) {
      return Optional.empty();
    }
    return text.value().isPresent() && text.value().get().chars().anyMatch(c -> c > 0xff)
        ? Optional.empty()
        : Optional.of(new Bytes(text.span(), text.value()));
  }

  private static Optional<PickleValue> bytes(Global function, List<PickleValue> items) {
    if (items.isEmpty()) {
      return Optional.of(new Bytes(new Span(0, 0, Coding.PLAIN), Optional.of("")));
    }
    if (function == Global.BYTES) {
      return Optional.empty();
    }
    if (items.size() == 2) {
      return encoded(items.get(0), items.get(1));
    }
    return items.size() == 1 && items.get(0) instanceof Bytes bytes
        ? Optional.of(bytes)
        : Optional.empty();
  }

  /** Python 3 gives an ordered dictionary nothing and fills it, Python 2 gives it its pairs. */
  private static Optional<PickleValue> dictionary(List<PickleValue> items, long offset)
      throws MalformedNpyException {
    Mapping dictionary = new Mapping();
    if (items.isEmpty()) {
      return Optional.of(dictionary);
    }
    if (items.size() != 1 || !(items.get(0) instanceof Sequence pairs)) {
      return Optional.empty();
    }
    for (PickleValue item : pairs.items()) {
      List<PickleValue> pair =
          item instanceof Sequence list
              ? list.items()
              : item instanceof Tuple tuple ? tuple.items() : List.of();
      if (pair.size() != 2) {
        return Optional.empty();
      }
      put(dictionary, pair.get(0), pair.get(1), offset);
    }
    return Optional.of(dictionary);
  }

  /** Puts an entry into a dictionary; a SETITEM. */
  static void put(Mapping dictionary, PickleValue key, PickleValue value, long offset)
      throws MalformedNpyException {
    requireHashable(key, offset);
    Optional<String> name = name(key);
    if (name.isPresent()) {
      dictionary.put(name.get(), value);
    } else {
      dictionary.putOther(value);
    }
  }

  /** Adds items to a set; an ADDITEMS. */
  static void add(PlainSet set, List<PickleValue> items, long offset) throws MalformedNpyException {
    for (PickleValue item : items) {
      requireHashable(item, offset);
    }
    set.add(items.size());
  }

  /** Python keeps what can change out of keys and sets, so no array hides there. */
  private static void requireHashable(PickleValue value, long offset) throws MalformedNpyException {
    if (value instanceof Sequence || value instanceof Mapping || value instanceof NumpyArray) {
      throw new MalformedNpyException(
          offset, "found the key " + value.described() + ", expected a text or a number");
    }
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
      if (object instanceof NumpyArray array) {
        Optional<NumpyArray.State> complete = ArrayStates.complete(items, offset);
        if (complete.isPresent()) {
          array.state(complete.get());
          return;
        }
      }
    }
    throw new MalformedNpyException(
        offset,
        "found "
            + state.described()
            + " to complete "
            + object.described()
            + ", expected the state of an array or a dtype");
  }

  /** A short text; Python 2 writes it as bytes, Python 3 as Unicode. */
  static Optional<String> name(PickleValue value) {
    if (value instanceof Text text) {
      return text.value();
    }
    return value instanceof Bytes bytes ? bytes.latin1() : Optional.empty();
  }

  /** A truth value, which Python 2 may write as a number. */
  static Optional<Boolean> flag(PickleValue value) {
    if (value instanceof Flag flag) {
      return Optional.of(flag.value());
    }
    return value instanceof Whole whole && (whole.value() == 0 || whole.value() == 1)
        ? Optional.of(whole.value() == 1)
        : Optional.empty();
  }
}
