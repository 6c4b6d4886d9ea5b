package dev.flowers.trunk.vgg;

import dev.flowers.trunk.hdf5.Hdf5Array;
import dev.flowers.trunk.hdf5.Hdf5Objects;
import dev.flowers.trunk.vgg.StoredTensor.Unfit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers in an HDF5 file of Keras: a group for each layer with the data sets {@code
 * /block1_conv1/block1_conv1_W_1:0} and {@code …_b_1:0}, as in the public files, or {@code
 * /block1_conv1/block1_conv1/kernel:0} and {@code …/bias:0}, as later releases write them; perhaps
 * all below {@code /model_weights}. Groups without data sets are layers without weights.
 */
final class KerasLayers {
  private static final Pattern CONVOLUTION = Pattern.compile("block([1-9])_conv([1-9])");
  private static final String MODEL_WEIGHTS = "/model_weights";
  private static final Pattern WEIGHTS = Pattern.compile(".*(_W_1:0|/kernel(:0)?)");
  private static final Pattern BIASES = Pattern.compile(".*(_b_1:0|/bias(:0)?)");

  private final FileChannel channel;

  private KerasLayers(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Finds weights and biases of each layer.
   *
   * @return weights and biases of {@code conv1_1}, …, in the network's order
   * @throws Unfit when one is missing or has another form, or an array is too many
   * @throws dev.flowers.trunk.hdf5.MalformedHdf5Exception when the file is damaged
   * @throws IOException when reading fails
   */
  static List<StoredTensor> tensors(FileChannel channel) throws Unfit, IOException {
    return new KerasLayers(channel).tensors(layers(Hdf5Objects.arrays(channel)));
  }

  /** The data sets of each layer, by the name that the layer has here. */
  private static Map<String, Map<String, Hdf5Array>> layers(Map<String, Hdf5Array> arrays) {
    boolean model = arrays.keySet().stream().anyMatch(path -> path.startsWith(MODEL_WEIGHTS + "/"));
    Map<String, Map<String, Hdf5Array>> layers = new LinkedHashMap<>();
    arrays.forEach(
        (path, array) -> {
          if (model && !path.startsWith(MODEL_WEIGHTS + "/")) {
            return; // the optimizer's
          }
          String inner = model ? path.substring(MODEL_WEIGHTS.length()) : path;
          int end = inner.indexOf('/', 1);
          String group = end < 0 ? inner.substring(1) : inner.substring(1, end);
          layers.computeIfAbsent(name(group), n -> new LinkedHashMap<>()).put(path, array);
        });
    return layers;
  }

  private static String name(String group) {
    Matcher convolution = CONVOLUTION.matcher(group);
    if (convolution.matches()) {
      return "conv" + convolution.group(1) + "_" + convolution.group(2);
    }
    return switch (group) {
      case "fc1" -> VggTopology.DENSE;
      case "fc2" -> "fc7";
      case "predictions" -> "fc8";
      default -> group;
    };
  }

  private List<StoredTensor> tensors(Map<String, Map<String, Hdf5Array>> layers)
      throws Unfit, IOException {
    VggTopology topology = VggTopology.recognised(layers.keySet());
    topology.refuseFurther(layers.keySet());
    List<StoredTensor> tensors = new ArrayList<>();
    for (String name : topology.layerNames()) {
      Map<String, Hdf5Array> arrays = layers.getOrDefault(name, Map.of());
      Optional<Hdf5Array> weights = only(arrays, WEIGHTS);
      Optional<Hdf5Array> biases = only(arrays, BIASES);
      if (arrays.size() != 2 || weights.isEmpty() || biases.isEmpty()) {
        throw new Unfit(
            name,
            "the data sets " + VggTopology.first(arrays.keySet()),
            "two, weights and biases, named …_W_1:0 and …_b_1:0 or kernel:0 and bias:0");
      }
      StoredTensor.addChecked(
          tensors,
          StoredTensor.of(channel, name, TrunkTensor.WEIGHTS, weights.get()),
          StoredTensor.of(channel, name, TrunkTensor.BIASES, biases.get()));
    }
    return tensors;
  }

  private static Optional<Hdf5Array> only(Map<String, Hdf5Array> arrays, Pattern name) {
    return arrays.entrySet().stream()
        .filter(entry -> name.matcher(entry.getKey()).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
