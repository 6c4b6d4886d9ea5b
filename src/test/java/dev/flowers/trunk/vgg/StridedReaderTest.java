package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowers.trunk.npy.BytesChannel;
import dev.flowers.trunk.npy.Coding;
import dev.flowers.trunk.npy.Span;
import dev.flowers.trunk.npy.StoredBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StridedReaderTest {
  @Test
  void valuesInAnyOrderOfAxesAreFoundWhateverTheBand() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int dimensions = 2 + random.nextInt(3);
      List<Integer> shape = new ArrayList<>();
      List<Integer> axes = new ArrayList<>();
      int size = 1;
      for (int axis = 0; axis < dimensions; axis++) {
        shape.add(1 + random.nextInt(6));
        axes.add(axis);
        size *= shape.get(axis);
      }
      Collections.shuffle(axes, random);
      StoredTensor tensor = tensor(shape, axes, size);
      StridedReader reader = new StridedReader(tensor, 1 + random.nextInt(2 * size));
      for (int i = 0; i < 10; i++) {
        int start = random.nextInt(size);
        ByteBuffer target = ByteBuffer.allocate(Float.BYTES * (1 + random.nextInt(size - start)));
        reader.read(start, target);
        target.flip();
        for (int at = start; target.hasRemaining(); at++) {
          assertEquals((float) at, target.getFloat(), "seed " + seed + " at " + at);
        }
      }
    }
  }

  /** The value at each index is its number in C order, wherever the file has it. */
  private static StoredTensor tensor(List<Integer> shape, List<Integer> axes, int size)
      throws IOException {
    ElementType type = ElementType.of(">f8").orElseThrow();
    ByteBuffer file = ByteBuffer.allocate(size * type.bytes());
    int[] index = new int[shape.size()];
    for (int i = 0; i < size; i++) {
      int flat = 0;
      for (int axis = 0; axis < index.length; axis++) {
        flat = flat * shape.get(axis) + index[axis];
      }
      file.putDouble(flat);
      for (int k = axes.size() - 1; k >= 0 && ++index[axes.get(k)] == shape.get(axes.get(k)); k--) {
        index[axes.get(k)] = 0;
      }
    }
    return new StoredTensor(
        new TrunkTensor("fc6", TrunkTensor.WEIGHTS, shape),
        type,
        axes,
        StoredBytes.of(new BytesChannel(file.array()), new Span(0, file.capacity(), Coding.PLAIN)));
  }
}
