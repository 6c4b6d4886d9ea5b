package dev.flowers.trunk.npy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The stack of a pickle that is being read, with the marks on it. */
final class PickleStack {
  private final List<PickleValue> values = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();

  /** Where the opcode that is being run stands, for messages. */
  private long at;

  long at() {
    return at;
  }

  void at(long offset) {
    at = offset;
  }

  void mark() {
    marks.push(values.size());
  }

  void push(PickleValue value) {
    values.add(value);
  }

  PickleValue top() throws MalformedNpyException {
    if (values.size() <= floor()) {
      throw malformed("found an empty stack, expected a value on it");
    }
    return values.get(values.size() - 1);
  }

  PickleValue pop() throws MalformedNpyException {
    PickleValue top = top();
    values.remove(values.size() - 1);
    return top;
  }

  /** Takes so many values off, in the order in which they were pushed. */
  List<PickleValue> pop(int count) throws MalformedNpyException {
    if (values.size() - floor() < count) {
      throw malformed(
          "found " + (values.size() - floor()) + " values on the stack, expected " + count);
    }
    return cut(values.size() - count);
  }

  /** Takes off what is above the newest mark, and the mark. */
  List<PickleValue> popToMark() throws MalformedNpyException {
    if (marks.isEmpty()) {
      throw malformed("found no mark on the stack, expected one");
    }
    return cut(marks.pop());
  }

  MalformedNpyException malformed(String problem) {
    return new MalformedNpyException(at, problem);
  }

  private List<PickleValue> cut(int from) {
    List<PickleValue> tail = values.subList(from, values.size());
    List<PickleValue> cut = List.copyOf(tail);
    tail.clear();
    return cut;
  }

  /** Values below the newest mark cannot be reached without removing it. */
  private int floor() {
    return marks.isEmpty() ? 0 : marks.peek();
  }
}
