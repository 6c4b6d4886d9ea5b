package dev.flowers.trunk;

import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A directory with the trunk's tensors, each the only content of its file ({@code conv1_1.weights},
 * {@code conv1_1.biases}, …): float32, little-endian, C order, no header; perhaps the same in
 * bfloat16 in a directory of its own. {@code trunk.json} says their shapes. {@link
 * TrunkStore#convert} makes it.
 *
 * @param directory where the files are
 * @param layers those of a {@link VggTopology}, in the network's order
 * @param fingerprint 64 hexadecimal digits that name these layers, shapes and values, whatever file
 *     they came from: the SHA-256 of names, shapes and 64-bit checksums of each 256 KiB
 * @param sources the file that was converted, and others with the same weights, latest last
 * @param precision in which the network multiplies
 */
public record ConvertedTrunk(
    Path directory,
    List<TrunkLayer> layers,
    String fingerprint,
    List<Source> sources,
    Precision precision) {
  /**
   * Checks that the layers are those of the network, in its order, that there is a source, and the
   * fingerprint's form.
   *
   * @throws IllegalArgumentException if that is not so
   */
  public ConvertedTrunk {
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
  ConvertedTrunk(
      Path directory, List<TrunkLayer> layers, String fingerprint, List<Source> sources) {
    this(directory, layers, fingerprint, sources, Precision.FLOAT32);
  }

  /**
   * A file as it was when it was read.
   *
   * @param name without its directory
   * @param size in bytes
   * @param modified when it was last written
   * @param sample a checksum of some of its content
   */
  public record Source(String name, long size, Instant modified, String sample) {
    /**
     * Looks at a file.
     *
     * @throws IOException when it is not there
     */
    static Source of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Source(
          String.valueOf(file.getFileName()),
          attributes.size(),
          attributes.lastModifiedTime().toInstant(),
          ContentSample.of(file));
    }

    /**
     * Whether both are, by size, time and sample, the same file; it may have been moved or renamed.
     */
    boolean sameContentAs(Source other) {
      return size == other.size && modified.equals(other.modified) && sample.equals(other.sample);
    }
  }

  /**
   * Opens a converted trunk: reads {@code trunk.json} and checks that each file is there in its
   * full size. Values are not read.
   *
   * @throws MalformedWeightsException when the directory is not a complete trunk of this version
   * @throws IOException when it cannot be read
   */
  public static ConvertedTrunk read(Path directory) throws IOException {
    ConvertedTrunk trunk = TrunkJson.read(directory);
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

  /** Whether this file, or one with its weights, was converted into this trunk. */
  boolean cameFrom(Source file) {
    return sources.stream().anyMatch(file::sameContentAs);
  }

  /** The same trunk, of which one more source is known. */
  ConvertedTrunk withSource(Source source) {
    List<Source> more = new ArrayList<>(sources);
    more.add(source);
    return new ConvertedTrunk(directory, layers, fingerprint, more, precision);
  }

  /**
   * The same trunk in another precision. For bfloat16 the weights are rounded and written beside
   * the float32 ones when they are first wanted.
   *
   * @throws dev.flowers.storage.InvalidInputException if this machine does not have it
   * @throws IOException if the rounded weights cannot be written
   */
  public ConvertedTrunk in(Precision other) throws IOException {
    other.require();
    return withRoundedWeights(other);
  }

  /** Whether {@link #in} would write nothing. */
  public boolean has(Precision other) throws IOException {
    return other == Precision.FLOAT32 || Bfloat16Weights.complete(this);
  }

  /** The same, whether or not it runs on this machine. */
  ConvertedTrunk withRoundedWeights(Precision other) throws IOException {
    if (other == Precision.BFLOAT16) {
      Bfloat16Weights.provide(this);
    }
    return new ConvertedTrunk(directory, layers, fingerprint, sources, other);
  }

  /**
   * What embeddings and models call it: the fingerprint, with the precision behind it if that is
   * not float32. Trunks with the same identity make the same embeddings.
   */
  public String identity() {
    return precision.identity(fingerprint);
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

  /** How many numbers an embedding has: the outputs of the last layer. */
  public int width() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** What goes into the network. */
  public PhotoInput input() {
    return PhotoInput.vgg();
  }

  /**
   * Refuses a smaller net of VGG's form.
   *
   * @return this trunk
   * @throws MalformedWeightsException if a layer has another size than in the published network
   */
  public ConvertedTrunk requireFullSize() throws MalformedWeightsException {
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
