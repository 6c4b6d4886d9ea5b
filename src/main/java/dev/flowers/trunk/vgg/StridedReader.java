package dev.flowers.trunk.vgg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads the values of a tensor whose axes stand in the file in another order than C's: in Fortran
 * order, as numpy saves a transposed matrix, or in any other.
 *
 * <p>It gathers a band of the tensor at a time, some whole rows of an axis, and keeps it for the
 * next reads. Several threads may read; they wait for each other.
 */
final class StridedReader {
  /** All of VGG16's convolutions fit; {@code fc6} is read in 25 bands, each from 4,096 places. */
  private static final long BAND_VALUES = 1 << 22;

  /** Short runs lie close together: reading more than one at a time makes fewer reads. */
  private static final int WINDOW_BYTES = 1 << 13;

  private final StoredTensor tensor;
  private final long size;

  /** How far apart neighbours along each axis are: in the tensor, and in the file. */
  private final List<Long> strides;

  private final List<Long> storedStrides;

  /** The axis along which the bands are cut, and how many rows of it a band has. */
  private final int bandAxis;

  private final long bandRows;

  private float[] band = {};
  private long bandStart;

  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowStart;

  StridedReader(StoredTensor tensor) {
    this(tensor, BAND_VALUES);
  }

  /** With a band of at most so many values, for tests. */
  StridedReader(StoredTensor tensor, long bandValues) {
    this.tensor = tensor;
    List<Integer> shape = tensor.tensor().shape();
    this.size = tensor.tensor().bytes() / Float.BYTES;
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < shape.size(); axis++) {
      order.add(axis);
    }
    this.strides = strides(shape, order);
    this.storedStrides = strides(shape, tensor.axes());
    int axis = 0;
    while (strides.get(axis) > bandValues) {
      axis++;
    }
    this.bandAxis = axis;
    this.bandRows = Math.min(shape.get(axis), bandValues / strides.get(axis));
  }

  private static List<Long> strides(List<Integer> shape, List<Integer> axes) {
    List<Long> strides = new ArrayList<>(Collections.nCopies(shape.size(), 0L));
    long stride = 1;
    for (int i = axes.size() - 1; i >= 0; i--) {
      strides.set(axes.get(i), stride);
      stride *= shape.get(axes.get(i));
    }
    return strides;
  }

  StoredTensor tensor() {
    return tensor;
  }

  /** Fills {@code target} with float32 values, from the value {@code start} on. */
  synchronized void read(long start, ByteBuffer target) throws IOException {
    long at = start;
    while (target.hasRemaining()) {
      if (at < bandStart || at >= bandStart + band.length) {
        load(at);
      }
      target.putFloat(band[(int) (at - bandStart)]);
      at++;
    }
  }

  /** Loads the band with the value {@code at}. */
  private void load(long at) throws IOException {
    List<Integer> shape = tensor.tensor().shape();
    long[] from = new long[shape.size()];
    long[] to = new long[shape.size()];
    for (int axis = 0; axis < from.length; axis++) {
      long index = at / strides.get(axis) % shape.get(axis);
      if (axis < bandAxis) {
        from[axis] = index;
        to[axis] = index + 1;
      } else {
        long rows = axis == bandAxis ? bandRows : shape.get(axis);
        from[axis] = index / rows * rows;
        to[axis] = Math.min(shape.get(axis), from[axis] + rows);
      }
    }
    long first = place(from, strides);
    // A band that fails half-way must not be taken for a whole one.
    band = new float[0];
    float[] values = new float[(int) (strides.get(bandAxis) * (to[bandAxis] - from[bandAxis]))];
    List<Integer> axes = tensor.axes();
    int fastest = axes.get(axes.size() - 1);
    int run = (int) (to[fastest] - from[fastest]);
    long[] index = from.clone();
    boolean more = true;
    while (more) {
      int source = window(place(index, storedStrides), run);
      int place = (int) (place(index, strides) - first);
      int step = run == 1 ? 0 : Math.toIntExact(strides.get(fastest));
      for (int i = 0; i < run; i++) {
        values[place + i * step] = tensor.type().at(window, source + i * tensor.type().bytes());
      }
      more = next(index, from, to, axes);
    }
    bandStart = first;
    band = values;
  }

  /** The next run's index, in the order of the file; false after the last one. */
  private static boolean next(long[] index, long[] from, long[] to, List<Integer> axes) {
    for (int i = axes.size() - 2; i >= 0; i--) {
      int axis = axes.get(i);
      if (++index[axis] < to[axis]) {
        return true;
      }
      index[axis] = from[axis];
    }
    return false;
  }

  private static long place(long[] index, List<Long> strides) {
    long place = 0;
    for (int axis = 0; axis < index.length; axis++) {
      place += index[axis] * strides.get(axis);
    }
    return place;
  }

  /** Has so many stored values in the window, and gives the byte offset of the first. */
  private int window(long stored, int count) throws IOException {
    int bytes = tensor.type().bytes();
    long start = stored * bytes;
    int length = count * bytes;
    if (start < windowStart || start + length > windowStart + window.limit()) {
      if (window.capacity() < length) {
        window = ByteBuffer.allocate(Math.max(WINDOW_BYTES, length)).order(tensor.type().order());
      }
      int filled = (int) Math.min(window.capacity(), size * bytes - start);
      window.limit(0); // a read that fails leaves it empty
      tensor.values().read(start, window.duplicate().clear().limit(filled));
      window.limit(filled);
      windowStart = start;
    }
    return (int) (start - windowStart);
  }
}
