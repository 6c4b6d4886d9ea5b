package dev.flowers.trunk.vgg;

import dev.flowers.trunk.npy.PickleValue;
import dev.flowers.trunk.vgg.StoredTensor.Unfit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which layers a trunk has. Weights are recognised by the names of their layers.
 *
 * <p>Source: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition", 2014: VGG16 is configuration D, VGG19 configuration E.
 */
public enum VggTopology {
  /** VGG16 to {@code fc6} and its ReLU: 4096 numbers a photo. */
  VGG16_RELU6("vgg16-relu6", 3, true),
  /** VGG19 to {@code fc6} and its ReLU: 4096 numbers a photo. */
  VGG19_RELU6("vgg19-relu6", 4, true),
  /** VGG16's convolutions; the last pool's mean over its places: 512 numbers a photo. */
  VGG16_POOL5("vgg16-pool5", 3, false),
  /** VGG19's convolutions; the last pool's mean over its places: 512 numbers a photo. */
  VGG19_POOL5("vgg19-pool5", 4, false);

  /** The dense layer that ends a trunk. */
  static final String DENSE = "fc6";

  /** Layers that the public files have behind the trunk. */
  static final List<String> BEHIND = List.of("fc7", "fc8");

  /** Of more names than that a message says the first. */
  private static final int MOST_NAMES = 8;

  private static final int BLOCKS = 5;

  /** Blocks of two convolutions in both networks. */
  private static final int SHORT_BLOCKS = 2;

  private final String id;
  private final int longBlock;
  private final boolean dense;

  VggTopology(String id, int longBlock, boolean dense) {
    this.id = id;
    this.longBlock = longBlock;
    this.dense = dense;
  }

  /** DJL's artifact id of the trunk: {@code vgg16-relu6}. */
  public String id() {
    return id;
  }

  /** The layers' names in the network's order: {@code conv1_1}, …. */
  public List<String> layerNames() {
    List<String> names = new ArrayList<>();
    for (int block = 1; block <= BLOCKS; block++) {
      for (int layer = 1; layer <= (block <= SHORT_BLOCKS ? 2 : longBlock); layer++) {
        names.add("conv" + block + "_" + layer);
      }
    }
    if (dense) {
      names.add(DENSE);
    }
    return List.copyOf(names);
  }

  /** The one with exactly these layers, in this order. */
  static Optional<VggTopology> of(List<String> layers) {
    return Arrays.stream(values()).filter(t -> t.layerNames().equals(layers)).findFirst();
  }

  /** All ids: {@code vgg16-relu6, vgg19-relu6, …}. */
  static String ids() {
    return Arrays.stream(values()).map(VggTopology::id).collect(Collectors.joining(", "));
  }

  /**
   * The one that a file has, by its names: VGG19's if it has one of the convolutions that VGG16 has
   * not, with {@code fc6} if it has a dense layer.
   *
   * @param names what there is in the file, by the names that the layers have here
   * @throws Unfit if a layer of it is missing; the message has the first
   */
  static VggTopology recognised(Collection<String> names) throws Unfit {
    List<String> vgg16s = VGG16_POOL5.layerNames();
    boolean vgg19 =
        VGG19_POOL5.layerNames().stream()
            .anyMatch(name -> !vgg16s.contains(name) && names.contains(name));
    boolean dense = names.contains(DENSE) || BEHIND.stream().anyMatch(names::contains);
    VggTopology found =
        vgg19 ? (dense ? VGG19_RELU6 : VGG19_POOL5) : (dense ? VGG16_RELU6 : VGG16_POOL5);
    for (String name : found.layerNames()) {
      if (!names.contains(name)) {
        throw new Unfit(
            name,
            "no entry of this name among " + first(names),
            "all of " + String.join(", ", found.layerNames()));
      }
    }
    return found;
  }

  /**
   * Refuses layers of another network, whose numbers would differ.
   *
   * @param names of all layers in the file that have arrays
   */
  void refuseFurther(Collection<String> names) throws Unfit {
    List<String> known = new ArrayList<>(layerNames());
    if (dense) {
      known.addAll(BEHIND);
    }
    for (String name : names) {
      if (!known.contains(name)) {
        throw new Unfit(
            PickleValue.printable(name),
            "a layer that " + network() + " does not have",
            "no layers but " + String.join(", ", known));
      }
    }
  }

  /** VGG16 or VGG19. */
  String network() {
    return longBlock == VGG19_RELU6.longBlock ? "VGG19" : "VGG16";
  }

  /** The first names, for a message. */
  static String first(Collection<String> names) {
    List<String> first = names.stream().limit(MOST_NAMES).map(PickleValue::printable).toList();
    String more = names.size() > MOST_NAMES ? ", … (" + names.size() + ")" : "";
    return names.isEmpty() ? "none" : String.join(", ", first) + more;
  }
}
