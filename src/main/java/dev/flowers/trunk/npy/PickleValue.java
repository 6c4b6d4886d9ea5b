package dev.flowers.trunk.npy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can hold here.
 *
 * <p>Containers compare by identity and print no content: a hostile pickle can nest them so deeply,
 * or inside themselves, that walking them would not end.
 */
public sealed interface PickleValue {

  /** What this is, for messages: "a list of 3". */
  String described();

  /** Python's {@code None}. */
  record Nothing() implements PickleValue {
    @Override
    public String described() {
      return "None";
    }
  }

  /** Python's {@code True} and {@code False}. */
  record Flag(boolean value) implements PickleValue {
    @Override
    public String described() {
      return value ? "True" : "False";
    }
  }

  /** A whole number of at most 64 bits. */
  record Whole(long value) implements PickleValue {
    @Override
    public String described() {
      return "the number " + value;
    }
  }

  /** A short Unicode string. */
  record Text(String value) implements PickleValue {
    @Override
    public String described() {
      return "the text '" + PickleSource.printable(value) + "'";
    }
  }

  /**
   * Bytes that stay in the file: Python 3's {@code bytes}, or Python 2's {@code str}, which may be
   * text as well.
   *
   * @param offset where they start, from the beginning of the file
   * @param length how many there are
   * @param latin1 the same as text when there are at most 255 of them, else empty: names are short,
   *     and tensors need not be read
   */
  record Bytes(long offset, long length, String latin1) implements PickleValue {
    @Override
    public String described() {
      return length + " bytes";
    }
  }

  /** A class or function of numpy that arrays are pickled with: all that a pickle may name. */
  enum Global implements PickleValue {
    RECONSTRUCT("numpy.core.multiarray._reconstruct"),
    NDARRAY("numpy.ndarray"),
    DTYPE("numpy.dtype");

    private final String pythonName;

    Global(String pythonName) {
      this.pythonName = pythonName;
    }

    @Override
    public String described() {
      return pythonName;
    }
  }

  /** A tuple. */
  final class Tuple implements PickleValue {
    private final List<PickleValue> items;

    Tuple(List<PickleValue> items) {
      this.items = List.copyOf(items);
    }

    public List<PickleValue> items() {
      return items;
    }

    @Override
    public String described() {
      return "a tuple of " + items.size();
    }
  }

  /** A list. */
  final class Sequence implements PickleValue {
    private final List<PickleValue> items = new ArrayList<>();

    Sequence() {}

    void addAll(List<PickleValue> more) {
      items.addAll(more);
    }

    public List<PickleValue> items() {
      return Collections.unmodifiableList(items);
    }

    @Override
    public String described() {
      return "a list of " + items.size();
    }
  }

  /** A dictionary with text for keys. */
  final class Mapping implements PickleValue {
    private final Map<String, PickleValue> entries = new LinkedHashMap<>();

    Mapping() {}

    void put(String key, PickleValue value) {
      entries.put(key, value);
    }

    public Map<String, PickleValue> entries() {
      return Collections.unmodifiableMap(entries);
    }

    @Override
    public String described() {
      return "a dictionary of " + entries.size();
    }
  }

  /** A numpy element type. */
  final class Dtype implements PickleValue {
    private final String code;
    private char order = '=';

    Dtype(String code) {
      this.code = code;
    }

    void order(char value) {
      order = value;
    }

    /** As numpy writes it, byte order first: {@code <f4}, {@code >f8}, {@code |O8}. */
    public String descr() {
      return order + code;
    }

    @Override
    public String described() {
      return "the dtype '" + PickleSource.printable(descr()) + "'";
    }
  }

  /** A numpy array, its elements still in the file. */
  final class NumpyArray implements PickleValue {
    private State state = new State(List.of(0L), new Dtype("u1"), false, new Bytes(0, 0, ""));

    NumpyArray() {}

    void state(State value) {
      state = value;
    }

    public State state() {
      return state;
    }

    @Override
    public String described() {
      return "an array of shape " + state.shape();
    }

    /**
     * What {@code ndarray.__setstate__} is given.
     *
     * @param shape the dimensions, each at least 0
     * @param dtype the element type
     * @param fortranOrder whether the first index runs fastest
     * @param data {@link Bytes} of any length, or a {@link Sequence} when the elements are objects
     */
    public record State(List<Long> shape, Dtype dtype, boolean fortranOrder, PickleValue data) {
      public State {
        shape = List.copyOf(shape);
      }
    }
  }
}
