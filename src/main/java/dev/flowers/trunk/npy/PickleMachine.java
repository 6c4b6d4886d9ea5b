package dev.flowers.trunk.npy;

import dev.flowers.trunk.npy.PickleValue.Mapping;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import dev.flowers.trunk.npy.PickleValue.Tuple;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a pickle, as Python's {@code pickletools} describes the opcodes, those that numpy arrays in
 * lists, tuples and dictionaries need. Each opcode makes at most one value, and there is a limit to
 * their number: that bounds the heap and the time.
 */
final class PickleMachine {
  /** VGG16 needs about 1,000. */
  private static final int MOST_OPERATIONS = 20_000;

  private final PickleSource source;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, PickleValue> memo = new HashMap<>();

  /** Where the opcode that is being run stands, for messages. */
  private long at;

  PickleMachine(PickleSource source) {
    this.source = source;
  }

  /** Runs to STOP and gives the value that is left. */
  PickleValue run() throws IOException {
    readProtocol();
    for (int count = 0; count < MOST_OPERATIONS; count++) {
      at = source.position();
      int opcode = source.u1("an opcode");
      if (opcode == '.') {
        return pop();
      }
      step(opcode);
    }
    throw new MalformedNpyException(
        at, "found more than " + MOST_OPERATIONS + " opcodes; expected the pickle to end");
  }

  private void readProtocol() throws IOException {
    at = source.position();
    int opcode = source.u1("a pickle");
    if (opcode != 0x80) {
      throw malformed(
          String.format(
              "found 0x%02x; expected a pickle of protocol 2, 3 or 4, which starts with 0x80",
              opcode));
    }
    int protocol = source.u1("the pickle's protocol");
    if (protocol < 2 || protocol > 4) {
      throw malformed(
          "found pickle protocol " + protocol + "; expected 2, 3 or 4, as numpy.save writes them");
    }
  }

  private void step(int opcode) throws IOException {
    switch (opcode) {
      case '(' -> marks.push(stack.size());
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> stack.add(top());
      case 'N' -> stack.add(new PickleValue.Nothing());
      case 0x88 -> stack.add(new PickleValue.Flag(true));
      case 0x89 -> stack.add(new PickleValue.Flag(false));
      case 'K' -> stack.add(new PickleValue.Whole(source.u1("a number")));
      case 'M' -> stack.add(new PickleValue.Whole(source.u2("a number")));
      case 'J' -> stack.add(new PickleValue.Whole(source.i4("a number")));
      case 0x8a -> stack.add(new PickleValue.Whole(longNumber()));
      case 'U' -> stack.add(source.bytes(source.u1("a length"), "a string"));
      case 'T' -> stack.add(source.bytes(source.i4("a length"), "a string"));
      case 'C' -> stack.add(source.bytes(source.u1("a length"), "bytes"));
      case 'B' -> stack.add(source.bytes(source.u4("a length"), "bytes"));
      case 0x8e -> stack.add(source.bytes(source.i8("a length"), "bytes"));
      case 0x8c -> stack.add(text(source.u1("a length")));
      case 'X' -> stack.add(text(source.u4("a length")));
      case ')' -> stack.add(new Tuple(List.of()));
      case 0x85 -> stack.add(new Tuple(pop(1)));
      case 0x86 -> stack.add(new Tuple(pop(2)));
      case 0x87 -> stack.add(new Tuple(pop(3)));
      case 't' -> stack.add(new Tuple(popToMark()));
      case ']' -> stack.add(new Sequence());
      case 'a' -> append(pop(1));
      case 'e' -> append(popToMark());
      case '}' -> stack.add(new Mapping());
      case 's' -> put(pop(2));
      case 'u' -> put(popToMark());
      case 'q' -> memo.put((long) source.u1("a memo index"), top());
      case 'r' -> memo.put(source.u4("a memo index"), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> stack.add(recall(source.u1("a memo index")));
      case 'j' -> stack.add(recall(source.u4("a memo index")));
      // Frames are a hint for reading ahead.
      case 0x95 -> source.i8("a frame length");
      case 'c' -> stack.add(global(source.line("a module"), source.line("a name")));
      case 0x93 -> stack.add(stackGlobal());
      case 'R' -> {
        List<PickleValue> call = pop(2);
        stack.add(NumpyObjects.call(call.get(0), call.get(1), at));
      }
      case 'b' -> {
        PickleValue state = pop();
        NumpyObjects.build(top(), state, at);
      }
      case 'i' -> {
        // Names a class and calls it: say which. None of ours is called this way.
        PickleValue named = global(source.line("a module"), source.line("a name"));
        throw malformed("found an old-style call of " + named.described() + "; expected REDUCE");
      }
      default ->
          throw malformed(
              String.format(
                  "found pickle opcode 0x%02x; expected one of those that numpy arrays need",
                  opcode));
    }
  }

  private PickleValue global(String module, String name) throws MalformedNpyException {
    return NumpyObjects.global(module, name, at);
  }

  private PickleValue stackGlobal() throws MalformedNpyException {
    List<PickleValue> names = pop(2);
    Optional<String> module = NumpyObjects.name(names.get(0));
    Optional<String> name = NumpyObjects.name(names.get(1));
    if (module.isEmpty() || name.isEmpty()) {
      throw malformed(
          "found "
              + names.get(0).described()
              + " and "
              + names.get(1).described()
              + "; expected the names of a module and a class");
    }
    return global(module.get(), name.get());
  }

  private PickleValue text(long length) throws IOException {
    return new PickleValue.Text(source.text(length, "a text"));
  }

  /** Little-endian two's complement of a written length; Python 2 uses it for its long. */
  private long longNumber() throws IOException {
    int length = source.u1("a length");
    if (length > Long.BYTES) {
      throw malformed("found a number of " + length + " bytes; expected at most 8");
    }
    byte[] bytes = source.raw(length, "a number");
    long value = length > 0 && bytes[length - 1] < 0 ? -1 : 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedLong(bytes[i]);
    }
    return value;
  }

  private PickleValue recall(long index) throws MalformedNpyException {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw malformed("found a use of memo entry " + index + "; expected one that was stored");
    }
    return value;
  }

  private void append(List<PickleValue> items) throws MalformedNpyException {
    if (!(top() instanceof Sequence list)) {
      throw malformed("found items for " + top().described() + "; expected a list to take them");
    }
    list.addAll(items);
  }

  private void put(List<PickleValue> pairs) throws MalformedNpyException {
    if (!(top() instanceof Mapping dictionary) || pairs.size() % 2 != 0) {
      throw malformed(
          "found "
              + pairs.size()
              + " keys and values for "
              + top().described()
              + "; expected pairs for a dictionary");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      Optional<String> key = NumpyObjects.name(pairs.get(i));
      if (key.isEmpty()) {
        throw malformed("found the key " + pairs.get(i).described() + "; expected a text");
      }
      dictionary.put(key.get(), pairs.get(i + 1));
    }
  }

  private PickleValue top() throws MalformedNpyException {
    if (stack.size() <= floor()) {
      throw malformed("found an empty stack; expected a value on it");
    }
    return stack.get(stack.size() - 1);
  }

  private PickleValue pop() throws MalformedNpyException {
    PickleValue top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<PickleValue> pop(int count) throws MalformedNpyException {
    if (stack.size() - floor() < count) {
      throw malformed(
          "found " + (stack.size() - floor()) + " values on the stack; expected " + count);
    }
    return cut(stack.size() - count);
  }

  private List<PickleValue> popToMark() throws MalformedNpyException {
    if (marks.isEmpty()) {
      throw malformed("found no mark on the stack; expected one");
    }
    return cut(marks.pop());
  }

  private List<PickleValue> cut(int from) {
    List<PickleValue> tail = stack.subList(from, stack.size());
    List<PickleValue> values = List.copyOf(tail);
    tail.clear();
    return values;
  }

  /** Values below the newest mark cannot be reached without removing it. */
  private int floor() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  private MalformedNpyException malformed(String problem) {
    return new MalformedNpyException(at, problem);
  }
}
