package dev.flowers.trunk.vgg;

import dev.flowers.storage.AtomicDirectory;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.DiskSpace;
import dev.flowers.trunk.npy.Python2Pickle;
import dev.flowers.trunk.npy.Python2Pickle.Gap;
import dev.flowers.trunk.npy.Python2Pickle.Literal;
import dev.flowers.trunk.npy.Python2Pickle.Part;
import dev.flowers.trunk.vgg.ChunkWork.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * A stand-in for the public {@code vgg16.npy}, or for VGG19's or for convolutions alone, of the
 * same structure but with random weights: for tests, and for trying the toolkit where the real file
 * cannot be had. A trunk made of it extracts random features: accuracies reached with it say
 * nothing about the real one.
 *
 * <p>Weights are normal with variance 2 / fan-in (He, Zhang, Ren, Sun, "Delving deep into
 * rectifiers", 2015), biases normal with deviation 0.01. The same seed and divisor make the same
 * file on every machine.
 *
 * @param topology which layers the trunk in it has; a file for {@code fc6} has the public file's
 *     {@code fc7} and {@code fc8} behind it
 * @param seed any number
 * @param divide 1 for the public file's sizes (553 MB), from 2 to 512 to divide all numbers of
 *     channels: 16 makes a file of 2 MB
 */
public record SeededVgg(VggTopology topology, long seed, int divide) {
  /** Channels of the five blocks. */
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  /** Numbers that come out of the dense layers. */
  private static final Map<String, Integer> DENSE =
      Map.of(VggTopology.DENSE, 4096, "fc7", 4096, "fc8", 1000);

  private static final double BIAS_DEVIATION = 0.01;

  /**
   * Checks the divisor.
   *
   * @throws IllegalArgumentException if it is not in 1 to 512
   */
  public SeededVgg {
    if (divide < 1 || divide > 512) {
      throw new IllegalArgumentException("divide: found " + divide + "; expected 1 to 512");
    }
  }

  /** A stand-in for VGG16. */
  public SeededVgg(long seed, int divide) {
    this(VggTopology.VGG16_RELU6, seed, divide);
  }

  /**
   * Writes the file; it appears complete or not at all, and replaces one that is there. A second
   * write of it, by this process or another, waits for the first.
   *
   * @param npy where; its parents are made
   * @param progress told the bytes of values written so far, growing to {@link #bytes}; by several
   *     threads, but by one at a time
   * @throws IOException when there is not enough room on the disk, writing fails, or the thread is
   *     interrupted
   */
  public void write(Path npy, LongConsumer progress) throws IOException {
    List<TrunkTensor> tensors = TrunkLayer.tensors(layers());
    List<Part> parts = parts();
    List<Gap> gaps = parts.stream().filter(Gap.class::isInstance).map(Gap.class::cast).toList();
    List<Chunk> chunks = ChunkWork.cut(gaps.stream().map(Gap::length).toList());
    LongConsumer written = ChunkWork.adding(progress);
    try (AtomicDirectory directory = AtomicDirectory.waitFor(npy)) {
      DiskSpace.require(directory.partial(), bytes());
      Path partial = directory.partial().resolve("weights.npy");
      try (TensorFiles file = new TensorFiles(List.of(partial))) {
        for (Part part : parts) {
          if (part instanceof Literal literal) {
            file.write(0, literal.offset(), literal.bytes());
          }
        }
        ChunkWork.run(
            chunks.size(),
            () -> {
              float[] values = new float[ChunkWork.CHUNK_BYTES / Float.BYTES];
              ByteBuffer buffer =
                  ByteBuffer.allocateDirect(ChunkWork.CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
              return index -> {
                Chunk chunk = chunks.get(index);
                int count = chunk.length() / Float.BYTES;
                fill(values, count, deviation(tensors.get(chunk.tensor())), index);
                buffer.clear().limit(chunk.length());
                buffer.asFloatBuffer().put(values, 0, count);
                file.write(0, gaps.get(chunk.tensor()).offset() + chunk.start(), buffer);
                written.accept(chunk.length());
              };
            });
      }
      AtomicFile.replace(partial, npy);
    }
  }

  /** The size of all values that {@link #write} writes, in bytes. */
  public long bytes() {
    return TrunkLayer.tensors(layers()).stream().mapToLong(TrunkTensor::bytes).sum();
  }

  private void fill(float[] values, int count, double deviation, int chunk) {
    GaussianGenerator normal = new GaussianGenerator(seed, chunk);
    for (int i = 0; i < count; i++) {
      values[i] = (float) (normal.next() * deviation);
    }
  }

  private static double deviation(TrunkTensor tensor) {
    if (tensor.role().equals(TrunkTensor.BIASES)) {
      return BIAS_DEVIATION;
    }
    double fanIn = 1;
    for (int dimension : tensor.shape().subList(0, tensor.shape().size() - 1)) {
      fanIn *= dimension;
    }
    return Math.sqrt(2 / fanIn);
  }

  /** All of the file but the values, and where these go, in order. */
  List<Part> parts() {
    Python2Pickle pickle = new Python2Pickle();
    for (TrunkLayer layer : layers()) {
      pickle.add(layer.name(), layer.weightsShape(), layer.biases().shape());
    }
    return pickle.finish();
  }

  /** The trunk's layers in these sizes, and those that the public file has behind them. */
  List<TrunkLayer> layers() {
    List<TrunkLayer> layers = new ArrayList<>(trunkLayers());
    if (topology.layerNames().contains(VggTopology.DENSE)) {
      for (String name : VggTopology.BEHIND) {
        layers.add(dense(name, layers.get(layers.size() - 1).outputs()));
      }
    }
    return layers;
  }

  /** The trunk's layers in these sizes. */
  List<TrunkLayer> trunkLayers() {
    List<TrunkLayer> layers = new ArrayList<>();
    int inputs = TrunkLayer.CHANNELS;
    for (String name : topology.layerNames()) {
      if (name.equals(VggTopology.DENSE)) {
        layers.add(dense(name, TrunkLayer.POOLED_PIXELS * inputs));
      } else {
        int block = name.charAt("conv".length()) - '1';
        layers.add(new TrunkLayer(name, List.of(3, 3, inputs, divided(CHANNELS[block]))));
      }
      inputs = layers.get(layers.size() - 1).outputs();
    }
    return layers;
  }

  private TrunkLayer dense(String name, int inputs) {
    return new TrunkLayer(
        name, List.of(inputs, divided(Objects.requireNonNull(DENSE.get(name), name))));
  }

  private int divided(int outputs) {
    return Math.max(1, outputs / divide);
  }
}
