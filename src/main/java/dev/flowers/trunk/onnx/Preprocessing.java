package dev.flowers.trunk.onnx;

import dev.flowers.image.ResizedCrop;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done to a photo before the network sees it: it is resized and cropped, then each number v
 * in [0,255] becomes (v · scale − mean) / deviation. Immutable and thread-safe.
 *
 * @param crop resize and crop
 * @param scale the factor of numbers in [0,255], finite and positive: 1/255 for [0,1]
 * @param mean what is subtracted from the scaled numbers, for each channel in the network's order
 * @param deviation what the difference is divided by, positive, the same way
 * @param order of the network's channels
 */
public record Preprocessing(
    ResizedCrop crop, double scale, List<Double> mean, List<Double> deviation, ChannelOrder order) {

  /** Channels of a photo. */
  static final int CHANNELS = 3;

  private static final double MAX_PIXEL = 255;

  /** In which order a network has red, green and blue. */
  public enum ChannelOrder {
    /** Red first. */
    RGB,
    /** Blue first. */
    BGR;

    /** Where the photo has the colour that is the network's channel {@code i}. */
    int source(int i) {
      return this == RGB ? i : CHANNELS - 1 - i;
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not as above
   */
  public Preprocessing {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != CHANNELS || deviation.size() != CHANNELS) {
      throw new IllegalArgumentException(
          "found means " + mean + " and deviations " + deviation + ", expected three of each");
    }
    requirePositive("scale", scale);
    deviation.forEach(each -> requirePositive("deviation", each));
    if (mean.stream().anyMatch(each -> !Double.isFinite(each))) {
      throw new IllegalArgumentException("mean: found " + mean + ", expected finite numbers");
    }
  }

  /** Scaled to [0,1] and no more. */
  public static Preprocessing unit(ResizedCrop crop) {
    return new Preprocessing(
        crop, 1 / MAX_PIXEL, List.of(0., 0., 0.), List.of(1., 1., 1.), ChannelOrder.RGB);
  }

  /** Whether numbers are only scaled. */
  boolean onlyScales() {
    return mean.equals(List.of(0., 0., 0.)) && deviation.equals(List.of(1., 1., 1.));
  }

  /** What a number in [0,1] of the network's channel {@code i} is multiplied by. */
  float factor(int i) {
    return (float) (MAX_PIXEL * scale / deviation.get(i));
  }

  /** What is then added to it. */
  float offset(int i) {
    return (float) (-mean.get(i) / deviation.get(i));
  }

  /** The colour that the network sees as zeros: red, green and blue, brought into [0,1]. */
  public float[] meanRgb() {
    float[] rgb = new float[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      double unit = mean.get(i) / (MAX_PIXEL * scale);
      rgb[order.source(i)] = (float) Math.max(0, Math.min(1, unit));
    }
    return rgb;
  }

  /** A text that is equal for recipes of equal numbers. */
  String identity() {
    List<String> channels = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      channels.add(Float.toString(factor(i)) + " " + offset(i));
    }
    return crop.resize() + " " + crop.filter() + " " + crop.size() + " " + channels + " " + order;
  }

  private static void requirePositive(String name, double number) {
    if (!(number > 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException(
          name + ": found " + number + ", expected a finite number above 0");
    }
  }
}
