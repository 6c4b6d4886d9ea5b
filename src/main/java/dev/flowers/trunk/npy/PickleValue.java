package dev.flowers.trunk.npy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pickle can hold here.
 *
 * <p>Containers compare by identity and print no content: a hostile pickle can nest them so deeply,
 * or inside themselves, that walking them would not end.
 */
public sealed interface PickleValue
    permits Global,
        PickleValue.Nothing,
        PickleValue.Flag,
        PickleValue.Whole,
        PickleValue.Real,
        PickleValue.Plain,
        PickleValue.Text,
        PickleValue.Bytes,
        PickleValue.Tuple,
        PickleValue.Sequence,
        PickleValue.PlainSet,
        PickleValue.Mapping,
        PickleValue.Dtype,
        PickleValue.NumpyArray {

  /** What this is, for messages: "a list of 3". */
  String described();

  /** The text with everything but printable ASCII replaced, so that a message cannot be forged. */
  public static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

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

  /** A floating-point number. */
  record Real(double value) implements PickleValue {
    @Override
    public String described() {
      return "the number " + value;
    }
  }

  /**
   * Data that may stand beside arrays and is not looked at: a complex number, a number of more than
   * 64 bits, a numpy scalar, the name of a type.
   */
  record Plain(String described) implements PickleValue {}

  /**
   * A Unicode string.
   *
   * @param span where it is in the file
   * @param value the text, where it is short as names are; a longer one is not loaded
   */
  record Text(Span span, Optional<String> value) implements PickleValue {
    @Override
    public String described() {
      return value
          .map(text -> "the text '" + PickleValue.printable(text) + "'")
          .orElse("a text of " + span.length() + " bytes");
    }
  }

  /**
   * Bytes that stay in the file: Python 3's {@code bytes} or {@code bytearray}, or Python 2's
   * {@code str}, which may be text as well.
   *
   * @param span where they are in the file
   * @param latin1 the same as text, where they are few: names are short, and tensors are not loaded
   */
  record Bytes(Span span, Optional<String> latin1) implements PickleValue {
    @Override
    public String described() {
      return span.length() + " bytes";
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

  /** A set; its items are data without arrays, and are not kept. */
  final class PlainSet implements PickleValue {
    private int size;

    PlainSet() {}

    void add(int more) {
      size += more;
    }

    @Override
    public String described() {
      return "a set of " + size;
    }
  }

  /** A dictionary; an ordered or default dictionary is one, too. */
  final class Mapping implements PickleValue {
    private final Map<String, PickleValue> entries = new LinkedHashMap<>();
    private final List<PickleValue> others = new ArrayList<>();

    Mapping() {}

    void put(String key, PickleValue value) {
      entries.put(key, value);
    }

    void putOther(PickleValue value) {
      others.add(value);
    }

    int size() {
      return entries.size() + others.size();
    }

    /** The values whose keys are short texts. */
    public Map<String, PickleValue> entries() {
      return Collections.unmodifiableMap(entries);
    }

    /** The values whose keys are anything else, numbers for instance. */
    public List<PickleValue> others() {
      return Collections.unmodifiableList(others);
    }

    @Override
    public String described() {
      return "a dictionary of " + size();
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
      return "the dtype '" + PickleValue.printable(descr()) + "'";
    }
  }

  /** A numpy array, its elements still in the file. */
  final class NumpyArray implements PickleValue {
    private State state =
        new State(
            List.of(0L),
            new Dtype("u1"),
            List.of(0),
            new Bytes(new Span(0, 0, Coding.PLAIN), Optional.of("")));

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
     * What an array is made of.
     *
     * @param shape the dimensions, each at least 0
     * @param dtype the element type
     * @param axes the axes in the order in which the elements are stored, the one that varies
     *     fastest last: {@code [0, 1]} for a matrix in C order, {@code [1, 0]} in Fortran order
     * @param data {@link Bytes} of any length, or a {@link Sequence} when the elements are objects
     */
    public record State(List<Long> shape, Dtype dtype, List<Integer> axes, PickleValue data) {
      public State {
        shape = List.copyOf(shape);
        axes = List.copyOf(axes);
      }
    }
  }
}
