package dev.flowers.trunk.npy;

import dev.flowers.trunk.npy.PickleValue.Flag;
import dev.flowers.trunk.npy.PickleValue.Mapping;
import dev.flowers.trunk.npy.PickleValue.PlainSet;
import dev.flowers.trunk.npy.PickleValue.Real;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import dev.flowers.trunk.npy.PickleValue.Tuple;
import dev.flowers.trunk.npy.PickleValue.Whole;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a pickle, as Python's {@code pickletools} describes the opcodes, those that numpy arrays
 * and plain data need. Each opcode makes at most one value, or copies as many as it is charged for,
 * and there is a limit to their number: that bounds the heap and the time.
 */
final class PickleMachine {
  /** VGG16 needs about 1,000; a list of ImageNet's 1,000 classes beside it, some thousands. */
  private static final int MOST_OPERATIONS = 100_000;

  private static final int PROTOCOL = 0x80;
  private static final int NEWEST_PROTOCOL = 5;

  private final PickleSource source;
  private final PickleStack stack = new PickleStack();
  private final Map<Long, PickleValue> memo = new HashMap<>();
  private int operations;

  PickleMachine(PickleSource source) {
    this.source = source;
  }

  /** Reads to STOP and gives the value that is left. */
  PickleValue run() throws IOException {
    stack.at(source.position());
    int opcode = source.u1("a pickle");
    // Protocols 0 and 1 start without their number.
    if (opcode == PROTOCOL) {
      int protocol = source.u1("the pickle's protocol");
      if (protocol > NEWEST_PROTOCOL) {
        throw stack.malformed("found pickle protocol " + protocol + ", expected 0 to 5");
      }
      opcode = nextOpcode();
    }
    while (opcode != '.') {
      step(opcode);
      opcode = nextOpcode();
    }
    return stack.pop();
  }

  private int nextOpcode() throws IOException {
    stack.at(source.position());
    charge(1);
    return source.u1("an opcode");
  }

  private void charge(int work) throws MalformedNpyException {
    operations += work;
    if (operations > MOST_OPERATIONS) {
      throw stack.malformed(
          "found more than " + MOST_OPERATIONS + " opcodes, expected the pickle to end");
    }
  }

  private void step(int opcode) throws IOException {
    switch (opcode) {
      case '(' -> stack.mark();
      case '0' -> stack.pop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.top());
      case 'N' -> stack.push(new PickleValue.Nothing());
      case 0x88 -> stack.push(new Flag(true));
      case 0x89 -> stack.push(new Flag(false));
      case 'K' -> stack.push(new Whole(source.u1("a number")));
      case 'M' -> stack.push(new Whole(source.u2("a number")));
      case 'J' -> stack.push(new Whole(source.i4("a number")));
      case 0x8a -> stack.push(twosComplement(source.u1("a length")));
      case 0x8b -> stack.push(twosComplement(source.i4("a length")));
      case 'I' -> stack.push(PickleNumbers.integerLine(source, stack.at()));
      case 'L' -> stack.push(PickleNumbers.longLine(source, stack.at()));
      case 'F' -> stack.push(PickleNumbers.realLine(source, stack.at()));
      case 'G' -> stack.push(new Real(source.f8("a number")));
      case 'S' -> stack.push(source.literalLine("a string"));
      case 'U' -> stack.push(source.bytes(source.u1("a length"), "a string"));
      case 'T' -> stack.push(source.bytes(source.i4("a length"), "a string"));
      case 'C' -> stack.push(source.bytes(source.u1("a length"), "bytes"));
      case 'B' -> stack.push(source.bytes(source.u4("a length"), "bytes"));
      case 0x8e -> stack.push(source.bytes(source.i8("a length"), "bytes"));
      case 0x96 -> stack.push(source.bytes(source.i8("a length"), "bytes"));
      case 'V' -> stack.push(source.textLine("a text"));
      case 0x8c -> stack.push(source.text(source.u1("a length"), "a text"));
      case 'X' -> stack.push(source.text(source.u4("a length"), "a text"));
      case 0x8d -> stack.push(source.text(source.i8("a length"), "a text"));
      case ')' -> stack.push(new Tuple(List.of()));
      case 0x85 -> stack.push(new Tuple(stack.pop(1)));
      case 0x86 -> stack.push(new Tuple(stack.pop(2)));
      case 0x87 -> stack.push(new Tuple(stack.pop(3)));
      case 't' -> stack.push(new Tuple(stack.popToMark()));
      case ']' -> stack.push(new Sequence());
      case 'l' -> {
        List<PickleValue> items = stack.popToMark();
        stack.push(new Sequence());
        append(items);
      }
      case 'a' -> append(stack.pop(1));
      case 'e' -> append(stack.popToMark());
      case '}' -> stack.push(new Mapping());
      case 'd' -> {
        List<PickleValue> pairs = stack.popToMark();
        stack.push(new Mapping());
        put(pairs);
      }
      case 's' -> put(stack.pop(2));
      case 'u' -> put(stack.popToMark());
      case 0x8f -> stack.push(new PlainSet());
      case 0x90 -> addToSet(stack.popToMark());
      case 0x91 -> {
        List<PickleValue> items = stack.popToMark();
        stack.push(new PlainSet());
        addToSet(items);
      }
      case 'p' -> memo.put(PickleNumbers.memoLine(source, stack.at()), stack.top());
      case 'q' -> memo.put((long) source.u1("a memo index"), stack.top());
      case 'r' -> memo.put(source.u4("a memo index"), stack.top());
      case 0x94 -> memo.put((long) memo.size(), stack.top());
      case 'g' -> stack.push(recall(PickleNumbers.memoLine(source, stack.at())));
      case 'h' -> stack.push(recall(source.u1("a memo index")));
      case 'j' -> stack.push(recall(source.u4("a memo index")));
      // Frames are a hint for reading ahead.
      case 0x95 -> source.i8("a frame length");
      case 'c' -> stack.push(global(source.line("a module"), source.line("a name")));
      case 0x93 -> stack.push(stackGlobal());
      case 'R' -> call();
      case 'b' -> {
        PickleValue state = stack.pop();
        NumpyObjects.build(stack.top(), state, stack.at());
      }
      default -> throw refused(opcode);
    }
  }

  /** Why no pickle of weights has this opcode. */
  private MalformedNpyException refused(int opcode) throws IOException {
    return switch (opcode) {
      // Names a class and calls it: say which. None of ours is called this way.
      case 'i' ->
          stack.malformed(
              "found an old-style call of "
                  + global(source.line("a module"), source.line("a name")).described()
                  + ", expected REDUCE");
      case 'P', 'Q' ->
          stack.malformed(
              "found a persistent id, which stands for data outside the file, as PyTorch writes"
                  + " it, expected the arrays in the file");
      case 0x97, 0x98 ->
          stack.malformed(
              "found an out-of-band buffer, whose data is outside the file, expected the arrays in"
                  + " the file (pickle them without buffer_callback)");
      case 0x82, 0x83, 0x84 ->
          stack.malformed(
              "found a code of Python's extension registry, which is refused, expected numpy"
                  + " arrays and plain data alone");
      default ->
          stack.malformed(
              String.format(
                  Locale.ROOT,
                  "found pickle opcode 0x%02x, expected one of those that numpy arrays need",
                  opcode));
    };
  }

  private PickleValue global(String module, String name) throws MalformedNpyException {
    return NumpyObjects.global(module, name, stack.at());
  }

  private PickleValue stackGlobal() throws MalformedNpyException {
    List<PickleValue> names = stack.pop(2);
    Optional<String> module = NumpyObjects.name(names.get(0));
    Optional<String> name = NumpyObjects.name(names.get(1));
    if (module.isEmpty() || name.isEmpty()) {
      throw stack.malformed(
          "found "
              + names.get(0).described()
              + " and "
              + names.get(1).described()
              + ", expected the names of a module and a class");
    }
    return global(module.get(), name.get());
  }

  private void call() throws MalformedNpyException {
    List<PickleValue> call = stack.pop(2);
    PickleValue made = NumpyObjects.call(call.get(0), call.get(1), stack.at());
    if (made instanceof Mapping copied) {
      charge(copied.size());
    }
    stack.push(made);
  }

  private PickleValue twosComplement(int length) throws IOException {
    return PickleNumbers.twosComplement(source, length, stack.at());
  }

  private PickleValue recall(long index) throws MalformedNpyException {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw stack.malformed(
          "found a use of memo entry " + index + ", expected one that was stored");
    }
    return value;
  }

  private void append(List<PickleValue> items) throws MalformedNpyException {
    if (!(stack.top() instanceof Sequence list)) {
      throw stack.malformed(
          "found items for " + stack.top().described() + ", expected a list to take them");
    }
    list.addAll(items);
  }

  private void put(List<PickleValue> pairs) throws MalformedNpyException {
    if (!(stack.top() instanceof Mapping dictionary) || pairs.size() % 2 != 0) {
      throw stack.malformed(
          "found "
              + pairs.size()
              + " keys and values for "
              + stack.top().described()
              + ", expected pairs for a dictionary");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      NumpyObjects.put(dictionary, pairs.get(i), pairs.get(i + 1), stack.at());
    }
  }

  private void addToSet(List<PickleValue> items) throws MalformedNpyException {
    if (!(stack.top() instanceof PlainSet set)) {
      throw stack.malformed(
          "found items for " + stack.top().described() + ", expected a set to take them");
    }
    NumpyObjects.add(set, items, stack.at());
  }
}
