package dev.flowers.trunk.onnx;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An input or output of a network, as its file declares it.
 *
 * @param name unique in the graph
 * @param type of its elements; empty if it is no tensor
 * @param shape its dimensions; empty if the file leaves them open
 */
record OnnxValue(String name, Optional<ElementType> type, Optional<List<Dimension>> shape) {
  OnnxValue {
    shape = shape.map(List::copyOf);
  }

  /**
   * A length along one axis.
   *
   * @param size at least 1; empty if it is known only when the network runs
   * @param symbol the name of an open one; may be empty
   */
  record Dimension(Optional<Integer> size, String symbol) {
    boolean is(int length) {
      return size.isPresent() && size.get() == length;
    }

    @Override
    public String toString() {
      return size.isPresent() ? String.valueOf(size.get()) : symbol.isEmpty() ? "?" : symbol;
    }
  }

  /** Name, type and shape: {@code features float [n, 1280]}. */
  @Override
  public String toString() {
    String dimensions =
        shape
            .map(
                all ->
                    all.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]")))
            .orElse("of any shape");
    return name + " " + type.map(Object::toString).orElse("(no tensor)") + " " + dimensions;
  }
}
