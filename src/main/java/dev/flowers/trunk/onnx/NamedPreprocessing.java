package dev.flowers.trunk.onnx;

import dev.flowers.image.ResampleFilter;
import dev.flowers.image.ResizedCrop;
import dev.flowers.trunk.onnx.Preprocessing.ChannelOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is done to photos before networks that come without a configuration. All resize the shorter
 * side to 256/224 of the network's input, bilinearly, and crop the middle: so torchvision evaluates
 * its networks, and so the Caffe release did.
 *
 * @see <a href="https://pytorch.org/vision/stable/models.html">torchvision's transforms</a>
 */
public enum NamedPreprocessing {
  /** [0,1], less ImageNet's mean, divided by its deviation: torchvision's and most of timm's. */
  IMAGENET,
  /** [-1,1]: Inception's, MobileNet's and many vision transformers'. */
  MINUS_ONE_TO_ONE,
  /** [0,1]. */
  ZERO_TO_ONE,
  /** BGR in [0,255] less the mean of VGG's Caffe release. */
  CAFFE;

  private static final double UNIT = 1 / 255.;
  private static final List<Double> ZEROS = List.of(0., 0., 0.);
  private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
  private static final List<Double> ONES = List.of(1., 1., 1.);

  /** The one of this name, as {@link #toString} has it. */
  public static Optional<NamedPreprocessing> of(String name) {
    return Arrays.stream(values()).filter(one -> one.toString().equals(name)).findFirst();
  }

  /** All names, for a message. */
  public static String names() {
    return Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", "));
  }

  /**
   * For a network's input.
   *
   * @param size side of the square that it takes, in pixels
   * @throws IllegalArgumentException if it is too large
   */
  public Preprocessing of(int size) {
    int edge = (int) Math.round(size * 256. / 224);
    ResizedCrop crop =
        new ResizedCrop(new ResizedCrop.ShortestEdge(edge), ResampleFilter.BILINEAR, size);
    return switch (this) {
      case IMAGENET ->
          new Preprocessing(
              crop,
              UNIT,
              List.of(0.485, 0.456, 0.406),
              List.of(0.229, 0.224, 0.225),
              ChannelOrder.RGB);
      case MINUS_ONE_TO_ONE -> new Preprocessing(crop, UNIT, HALVES, HALVES, ChannelOrder.RGB);
      case ZERO_TO_ONE -> new Preprocessing(crop, UNIT, ZEROS, ONES, ChannelOrder.RGB);
      case CAFFE ->
          new Preprocessing(crop, 1, List.of(103.939, 116.779, 123.68), ONES, ChannelOrder.BGR);
    };
  }

  /** Lower case, with hyphens: {@code minus-one-to-one}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
