package dev.flowers.trunk.npy;

import dev.flowers.trunk.npy.PickleValue.Bytes;
import dev.flowers.trunk.npy.PickleValue.Dtype;
import dev.flowers.trunk.npy.PickleValue.NumpyArray;
import dev.flowers.trunk.npy.PickleValue.NumpyArray.State;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import dev.flowers.trunk.npy.PickleValue.Tuple;
import dev.flowers.trunk.npy.PickleValue.Whole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The two forms in which numpy pickles what an array is made of. */
final class ArrayStates {
  /** numpy allows 32 dimensions, 64 since 2.0. */
  private static final int MOST_DIMENSIONS = 64;

  private ArrayStates() {}

  /** What {@code ndarray.__setstate__} is given: version, shape, dtype, whether Fortran, data. */
  static Optional<State> complete(List<PickleValue> items, long offset)
      throws MalformedNpyException {
    if (items.size() != 5
        || !(items.get(1) instanceof Tuple shape)
        || !(items.get(2) instanceof Dtype dtype)
        || !(items.get(4) instanceof Bytes || items.get(4) instanceof Sequence)) {
      return Optional.empty();
    }
    Optional<Boolean> fortran = NumpyObjects.flag(items.get(3));
    if (fortran.isEmpty()) {
      return Optional.empty();
    }
    List<Long> dimensions = dimensions(shape, offset);
    List<Integer> axes = axes(dimensions.size(), fortran.get());
    return Optional.of(new State(dimensions, dtype, axes, items.get(4)));
  }

  /**
   * What {@code numpy.core.numeric._frombuffer} is given, in protocol 5: data, dtype, shape, order;
   * the order {@code K}, of numpy 2.3 and newer, is followed by the axes.
   */
  static Optional<PickleValue> fromBuffer(List<PickleValue> items, long offset)
      throws MalformedNpyException {
    if (items.size() < 4
        || items.size() > 5
        || !(items.get(0) instanceof Bytes)
        || !(items.get(1) instanceof Dtype dtype)
        || !(items.get(2) instanceof Tuple shape)) {
      return Optional.empty();
    }
    List<Long> stored = dimensions(shape, offset);
    PickleValue data = items.get(0);
    Optional<State> state =
        switch (NumpyObjects.name(items.get(3)).orElse("")) {
          case "C" -> Optional.of(new State(stored, dtype, axes(stored.size(), false), data));
          case "F" -> Optional.of(new State(stored, dtype, axes(stored.size(), true), data));
          case "K" ->
              items.size() == 5 && items.get(4) instanceof Tuple transposition
                  ? transposed(stored, dtype, transposition.items(), data)
                  : Optional.empty();
          default -> Optional.empty();
        };
    return state.map(
        complete -> {
          NumpyArray array = new NumpyArray();
          array.state(complete);
          return array;
        });
  }

  /** Data in C order, then transposed: axis i is the stored axis {@code transposition[i]}. */
  private static Optional<State> transposed(
      List<Long> stored, Dtype dtype, List<PickleValue> transposition, PickleValue data) {
    List<Long> expected = LongStream.range(0, stored.size()).boxed().toList();
    List<Integer> from = new ArrayList<>();
    for (PickleValue item : transposition) {
      if (!(item instanceof Whole axis)
          || !expected.contains(axis.value())
          || from.contains((int) axis.value())) {
        return Optional.empty();
      }
      from.add((int) axis.value());
    }
    if (from.size() != stored.size()) {
      return Optional.empty();
    }
    List<Integer> axes = axes(from.size(), false).stream().map(from::indexOf).toList();
    return Optional.of(new State(from.stream().map(stored::get).toList(), dtype, axes, data));
  }

  private static List<Integer> axes(int count, boolean fortran) {
    List<Integer> axes = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    if (fortran) {
      Collections.reverse(axes);
    }
    return axes;
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
                + " in an array's shape, expected at most 64 whole numbers of at least 0");
      }
      dimensions.add(whole.value());
    }
    return dimensions;
  }
}
