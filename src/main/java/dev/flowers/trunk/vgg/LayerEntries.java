package dev.flowers.trunk.vgg;

import dev.flowers.trunk.npy.PickleValue;
import dev.flowers.trunk.npy.PickleValue.Mapping;
import dev.flowers.trunk.npy.PickleValue.NumpyArray;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import dev.flowers.trunk.npy.PickleValue.Tuple;
import dev.flowers.trunk.vgg.StoredTensor.Unfit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dictionary in a {@code vgg16.npy}.
 *
 * <p>A layer is a list or tuple of weights and biases, or a dictionary with those keys. Beside
 * layers, and beside a layer's own entries, may stand data without arrays. An array that is none of
 * the network's is refused: it is part of another network, whose numbers would differ.
 */
final class LayerEntries {
  private final FileChannel channel;
  private final Map<String, PickleValue> entries;
  private final List<PickleValue> others;

  /** What was looked at and holds no array: hostile values hold each other, and themselves. */
  private final Set<PickleValue> arrayless = Collections.newSetFromMap(new IdentityHashMap<>());

  private LayerEntries(FileChannel channel, Mapping dictionary) {
    this.channel = channel;
    this.entries = dictionary.entries();
    this.others = dictionary.others();
  }

  /**
   * Finds weights and biases of each layer.
   *
   * @return weights and biases of {@code conv1_1}, …, in the network's order
   * @throws Unfit when one is missing or has another form, or an array is too many
   * @throws IOException when reading fails
   */
  static List<StoredTensor> tensors(FileChannel channel, PickleValue root)
      throws Unfit, IOException {
    if (!(root instanceof Mapping dictionary)) {
      throw new Unfit(
          VggTopology.VGG16_RELU6.layerNames().get(0), root.described(), "a dictionary of layers");
    }
    LayerEntries layers = new LayerEntries(channel, dictionary);
    VggTopology topology = VggTopology.recognised(layers.entries.keySet());
    List<StoredTensor> tensors = layers.tensors(topology);
    layers.refuseUnknown(topology);
    return tensors;
  }

  private List<StoredTensor> tensors(VggTopology topology) throws Unfit, IOException {
    List<StoredTensor> tensors = new ArrayList<>();
    for (String name : topology.layerNames()) {
      List<NumpyArray> pair = pair(name, Objects.requireNonNull(entries.get(name), name));
      StoredTensor.addChecked(
          tensors,
          StoredTensor.of(channel, name, TrunkTensor.WEIGHTS, pair.get(0)),
          StoredTensor.of(channel, name, TrunkTensor.BIASES, pair.get(1)));
    }
    return tensors;
  }

  private void refuseUnknown(VggTopology topology) throws Unfit {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, PickleValue> entry : entries.entrySet()) {
      String name = entry.getKey();
      if (topology.layerNames().contains(name) || holdsArray(List.of(entry.getValue()))) {
        names.add(name);
      }
    }
    topology.refuseFurther(names);
    if (holdsArray(others)) {
      throw new Unfit(
          "without a name",
          "an array",
          "arrays under the names of " + topology.network() + "'s layers");
    }
  }

  private List<NumpyArray> pair(String name, PickleValue layer) throws Unfit {
    @Nullable PickleValue weights = null;
    @Nullable PickleValue biases = null;
    String found = layer.described();
    if (layer instanceof Mapping map) {
      found = "a dictionary of " + VggTopology.first(map.entries().keySet());
      weights = map.entries().get(TrunkTensor.WEIGHTS);
      biases = map.entries().get(TrunkTensor.BIASES);
      refuseFurther(name, map);
    } else {
      List<PickleValue> items =
          layer instanceof Sequence list
              ? list.items()
              : layer instanceof Tuple tuple ? tuple.items() : List.of();
      if (items.size() == 2) {
        weights = items.get(0);
        biases = items.get(1);
      }
    }
    if (weights instanceof NumpyArray first && biases instanceof NumpyArray second) {
      return List.of(first, second);
    }
    throw new Unfit(name, found, "two arrays, weights and biases");
  }

  /** A batch normalization's arrays, for instance, change what the layer computes. */
  private void refuseFurther(String layer, Mapping map) throws Unfit {
    for (Map.Entry<String, PickleValue> entry : map.entries().entrySet()) {
      String role = entry.getKey();
      if (!role.equals(TrunkTensor.WEIGHTS)
          && !role.equals(TrunkTensor.BIASES)
          && holdsArray(List.of(entry.getValue()))) {
        throw new Unfit(
            layer,
            "an array '" + PickleValue.printable(role) + "'",
            "two arrays, weights and biases");
      }
    }
    if (holdsArray(map.others())) {
      throw new Unfit(layer, "an array without a name", "two arrays, weights and biases");
    }
  }

  /** Whether an array is among the values, or in what they hold; one without dimensions is none. */
  private boolean holdsArray(Collection<PickleValue> values) {
    Deque<PickleValue> left = new ArrayDeque<>(values);
    while (!left.isEmpty()) {
      PickleValue value = left.pop();
      if (!arrayless.add(value)) {
        continue;
      }
      if (value instanceof NumpyArray array) {
        if (!array.state().shape().isEmpty()) {
          return true;
        }
        left.push(array.state().data());
      } else if (value instanceof Sequence list) {
        left.addAll(list.items());
      } else if (value instanceof Tuple tuple) {
        left.addAll(tuple.items());
      } else if (value instanceof Mapping map) {
        left.addAll(map.entries().values());
        left.addAll(map.others());
      }
    }
    return false;
  }
}
