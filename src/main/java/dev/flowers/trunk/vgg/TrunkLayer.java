package dev.flowers.trunk.vgg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One layer of the trunk: its name and the size of its weights. There are always as many biases as
 * outputs.
 *
 * @param name {@code conv1_1} …, {@code fc6}, see {@link VggTopology#layerNames}
 * @param weightsShape height, width, inputs, outputs of a convolution; inputs, outputs of a dense
 *     layer; each at least 1
 */
public record TrunkLayer(String name, List<Integer> weightsShape) {
  /** Red, green and blue. */
  static final int CHANNELS = 3;

  /** Pixels that are left of 224×224 after five poolings. */
  static final int POOLED_PIXELS = 7 * 7;

  /**
   * Checks that the shape has two dimensions or more, all positive.
   *
   * @throws IllegalArgumentException if that is not so
   */
  public TrunkLayer {
    weightsShape = List.copyOf(weightsShape);
    if (weightsShape.size() < 2 || weightsShape.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "layer " + name + ": weights of shape " + weightsShape + ", expected positive sizes");
    }
  }

  /** Whether this is a convolution; else it is dense. */
  public boolean convolution() {
    return name.startsWith("conv");
  }

  /** How many channels or numbers go in. */
  public int inputs() {
    return weightsShape.get(weightsShape.size() - 2);
  }

  /** How many channels or numbers come out. */
  public int outputs() {
    return weightsShape.get(weightsShape.size() - 1);
  }

  /** The weights of this layer, as a tensor. */
  TrunkTensor weights() {
    return new TrunkTensor(name, TrunkTensor.WEIGHTS, weightsShape);
  }

  /** The biases of this layer, as a tensor. */
  TrunkTensor biases() {
    return new TrunkTensor(name, TrunkTensor.BIASES, List.of(outputs()));
  }

  /** Weights and biases of all layers, in order. */
  static List<TrunkTensor> tensors(List<TrunkLayer> layers) {
    List<TrunkTensor> tensors = new ArrayList<>();
    for (TrunkLayer layer : layers) {
      tensors.add(layer.weights());
      tensors.add(layer.biases());
    }
    return List.copyOf(tensors);
  }

  /**
   * What is wrong with layers that should make up a trunk: those of one {@link VggTopology} in
   * order, 3×3 kernels, each with as many inputs as the one before has outputs, and 49 times as
   * many for {@code fc6}.
   *
   * @return the first fault, as found and expected; empty when there is none
   */
  static Optional<String> fault(List<TrunkLayer> layers) {
    List<String> names = layers.stream().map(TrunkLayer::name).toList();
    if (VggTopology.of(names).isEmpty()) {
      return Optional.of(
          "found layers " + names + ", expected those of one of " + VggTopology.ids());
    }
    int channels = CHANNELS;
    String giver = "a photo";
    for (TrunkLayer layer : layers) {
      List<Integer> shape = layer.weightsShape();
      boolean fits =
          layer.convolution()
              ? shape.size() == 4 && shape.subList(0, 3).equals(List.of(3, 3, channels))
              : shape.size() == 2 && shape.get(0) == (long) POOLED_PIXELS * channels;
      if (!fits) {
        String inputs = layer.convolution() ? "3, 3, " + channels : POOLED_PIXELS + "·" + channels;
        return Optional.of(
            String.format(
                Locale.ROOT,
                "layer %s: found weights of shape %s, expected [%s, outputs], as %s has %d channels",
                layer.name(),
                shape,
                inputs,
                giver,
                channels));
      }
      channels = layer.outputs();
      giver = layer.name();
    }
    return Optional.empty();
  }
}
