package dev.flowers.trunk.npy;

import dev.flowers.trunk.npy.PickleValue.NumpyArray;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Reads the one object that {@code numpy.save} put into a file. */
public final class NpyObject {
  private NpyObject() {}

  /**
   * Reads the object; arrays in it are located, not loaded.
   *
   * <p>Pickle protocols 0 to 5 are understood, by Python 2 and by Python 3, and as numpy does, a
   * pickle of protocol 2 or newer without an NPY header. No code of the pickle is run. Time and
   * heap are bounded, whatever the file says.
   *
   * @param channel the file, open for reading; its position is not used and not moved
   * @throws MalformedNpyException when the file is not such a file, is truncated, or its pickle
   *     names anything but numpy's arrays and plain data; the message has the byte offset, what was
   *     found and what was expected
   * @throws IOException when reading fails
   */
  public static PickleValue read(FileChannel channel) throws IOException {
    PickleSource source = new PickleSource(channel);
    boolean header = !source.startsWithPickle();
    if (header) {
      NpyHeader.skip(source);
    }
    long start = source.position();
    PickleValue root = new PickleMachine(source).run();
    if (source.position() != source.size()) {
      throw new MalformedNpyException(
          source.position(),
          "found "
              + (source.size() - source.position())
              + " bytes after the pickle's end, expected the end of the file");
    }
    // numpy wraps the object in an array without dimensions.
    if (root instanceof NumpyArray box
        && box.state().shape().isEmpty()
        && box.state().data() instanceof Sequence content
        && content.items().size() == 1) {
      return content.items().get(0);
    }
    if (!header) {
      return root;
    }
    throw new MalformedNpyException(
        start,
        "found " + root.described() + ", expected an array without dimensions, of one object");
  }
}
