package dev.flowers.trunk.vgg;

import ai.djl.Device;
import dev.flowers.storage.Quantity;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.ExportFormat;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.PhotoInput;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.TensorFlow;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkSource;
import dev.flowers.trunk.TrunkWithHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trunk of VGG's form: a directory with its tensors, each the only content of its file ({@code
 * conv1_1.weights}, {@code conv1_1.biases}, …): float32, little-endian, C order, no header; perhaps
 * the same in bfloat16 in a directory of its own. {@code trunk.json} says their shapes. {@link
 * TrunkConverter} makes it.
 *
 * @param directory where the files are
 * @param layers those of a {@link VggTopology}, in the network's order
 * @param fingerprint 64 hexadecimal digits that name these layers, shapes and values, whatever file
 *     they came from: the SHA-256 of names, shapes and 64-bit checksums of each 256 KiB
 * @param sources the file that was converted, and others with the same weights, latest last
 * @param precision in which the network multiplies
 */
public record VggTrunk(
    Path directory,
    List<TrunkLayer> layers,
    String fingerprint,
    List<TrunkSource> sources,
    Precision precision)
    implements Trunk {
  /**
   * Checks that the layers are those of the network, in its order, that there is a source, and the
   * fingerprint's form.
   *
   * @throws IllegalArgumentException if that is not so
   */
  public VggTrunk {
    layers = List.copyOf(layers);
    sources = List.copyOf(sources);
    Optional<String> fault = TrunkLayer.fault(layers);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("found no source; expected the file that was converted");
    }
    if (!fingerprint.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "found fingerprint '" + fingerprint + "'; expected 64 hexadecimal digits");
    }
  }

  /** A trunk in float32. */
  VggTrunk(Path directory, List<TrunkLayer> layers, String fingerprint, List<TrunkSource> sources) {
    this(directory, layers, fingerprint, sources, Precision.FLOAT32);
  }

  /**
   * Opens a converted trunk: reads {@code trunk.json} and checks that each file is there in its
   * full size. Values are not read.
   *
   * @throws MalformedWeightsException when the directory is not a complete trunk of this version
   * @throws IOException when it cannot be read
   */
  public static VggTrunk read(Path directory) throws IOException {
    VggTrunk trunk = TrunkJson.read(directory);
    for (TrunkTensor tensor : TrunkLayer.tensors(trunk.layers)) {
      Path file = directory.resolve(tensor.fileName());
      if (!Files.isRegularFile(file)) {
        throw new MalformedWeightsException(
            file, "found no such file; expected " + tensor.bytes() + " bytes: convert again");
      }
      if (Files.size(file) != tensor.bytes()) {
        throw new MalformedWeightsException(
            file,
            String.format(
                Locale.ROOT,
                "found %s; expected %d for shape %s: convert again",
                Quantity.of(Files.size(file), "byte"),
                tensor.bytes(),
                tensor.shape()));
      }
    }
    return trunk;
  }

  @Override
  public void addSource(TrunkSource source) throws IOException {
    List<TrunkSource> more = new ArrayList<>(sources);
    more.add(source);
    TrunkJson.write(new VggTrunk(directory, layers, fingerprint, more, precision), directory);
  }

  @Override
  public Precision best() {
    return Precision.best();
  }

  /** Rounds the weights for bfloat16. */
  @Override
  public VggTrunk in(Precision other) throws IOException {
    other.require();
    return withRoundedWeights(other);
  }

  @Override
  public boolean has(Precision other) throws IOException {
    return other == Precision.FLOAT32 || Bfloat16Weights.complete(this);
  }

  /** The same, whether or not it runs on this machine. */
  public VggTrunk withRoundedWeights(Precision other) throws IOException {
    if (other == Precision.BFLOAT16) {
      Bfloat16Weights.provide(this);
    }
    return new VggTrunk(directory, layers, fingerprint, sources, other);
  }

  /** The file with a tensor's values, in this precision. */
  Path file(TrunkTensor tensor) {
    return (precision == Precision.BFLOAT16 ? Bfloat16Weights.directory(directory) : directory)
        .resolve(tensor.fileName());
  }

  /** Which network it is. */
  public VggTopology topology() {
    List<String> names = layers.stream().map(TrunkLayer::name).toList();
    return VggTopology.of(names).orElseThrow();
  }

  @Override
  public String id() {
    return topology().id();
  }

  @Override
  public String engine() {
    return TensorFlow.ENGINE;
  }

  /** The outputs of the last layer: 4096 at relu6, 512 at pool5. */
  @Override
  public int width() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Squares of 224×224, and the mean of the photos that the network was first trained on. */
  @Override
  public PhotoInput input() {
    return VggNetwork.INPUT;
  }

  @Override
  public RunningTrunk open(String name, @Nullable Device device) {
    return RunningVgg.open(this, name, device);
  }

  @Override
  public TrunkWithHead open(
      TrunkWithHead.Naming naming, List<DenseLayer> head, @Nullable Device device) {
    return VggWithHead.open(naming, this, head, device);
  }

  @Override
  public List<ExportFormat> exportFormats() {
    return List.of(ExportFormat.SAVED_MODEL, ExportFormat.ONNX);
  }

  @Override
  public void export(ExportFormat format, List<DenseLayer> head, Path directory)
      throws IOException {
    switch (format) {
      case SAVED_MODEL -> ServingModel.write(directory, this, head);
      case ONNX -> OnnxModel.write(directory, withRoundedWeights(Precision.FLOAT32), head);
    }
  }

  /**
   * Refuses a smaller net of VGG's form.
   *
   * @return this trunk
   * @throws MalformedWeightsException if a layer has another size than in the published network
   */
  public VggTrunk requireFullSize() throws MalformedWeightsException {
    List<TrunkLayer> expected = new SeededVgg(topology(), 0, 1).trunkLayers();
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).equals(expected.get(i))) {
        throw new MalformedWeightsException(
            directory,
            String.format(
                Locale.ROOT,
                "layer %s: found weights of shape %s; expected %s's %s",
                layers.get(i).name(),
                layers.get(i).weightsShape(),
                topology().network(),
                expected.get(i).weightsShape()));
      }
    }
    return this;
  }

  /** The file with a layer's weights, of the shape that the layer says. */
  public Path weights(TrunkLayer layer) {
    return file(layer.weights());
  }

  /** The file with a layer's biases, one for each output. */
  public Path biases(TrunkLayer layer) {
    return file(layer.biases());
  }
}
