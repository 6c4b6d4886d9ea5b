package dev.flowers.serving;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads nested arrays of numbers straight into one array: a tree of them takes 20 times as much.
 */
final class NumberReader {
  /** A batch of pictures has four axes. */
  private static final int AXES = 4;

  private final JsonReader in;
  private final String called;
  private final List<Integer> sizes = new ArrayList<>();
  private float[] values = new float[1024];
  private int count;

  /** The depth of the numbers; -1 before the first. */
  private int depth = -1;

  /**
   * Makes a reader of one tensor.
   *
   * @param in behind the beginning of the outermost array
   * @param called what the tensor is called in messages
   */
  NumberReader(JsonReader in, String called) {
    this.in = in;
    this.called = called;
  }

  /**
   * Reads to the end of the outermost array, whose beginning was read.
   *
   * @throws RequestException if it is no tensor of up to four axes
   */
  NumberTensor read() throws IOException, RequestException {
    elements(0);
    List<Integer> shape = depth < 0 ? List.of(0) : sizes.subList(0, depth);
    long product = shape.stream().mapToLong(size -> size).reduce(1, Math::multiplyExact);
    if (product != count) {
      throw ragged();
    }
    return new NumberTensor(shape, Arrays.copyOf(values, count));
  }

  private void elements(int level) throws IOException, RequestException {
    if (level >= AXES) {
      throw JsonBody.wrong(called, "arrays in more than four levels", "at most four");
    }
    int size = 0;
    for (; in.hasNext(); size++) {
      JsonToken next = in.peek();
      if (next == JsonToken.BEGIN_ARRAY) {
        in.beginArray();
        elements(level + 1);
      } else if (next == JsonToken.NUMBER) {
        number(level + 1);
      } else {
        throw JsonBody.wrong(called, "another value", "numbers in nested arrays");
      }
    }
    in.endArray();
    while (sizes.size() <= level) {
      sizes.add(-1);
    }
    if (sizes.get(level) >= 0 && sizes.get(level) != size) {
      throw ragged();
    }
    sizes.set(level, size);
  }

  private void number(int level) throws IOException, RequestException {
    if (depth >= 0 && depth != level) {
      throw ragged();
    }
    depth = level;
    if (count == values.length) {
      values = Arrays.copyOf(values, count + count / 2);
    }
    values[count++] = (float) in.nextDouble();
  }

  private RequestException ragged() {
    return JsonBody.wrong(called, "arrays of several sizes in one axis", "one size");
  }
}
