package dev.flowers.head;

import dev.flowers.dataset.Split;
import dev.flowers.trunk.DenseLayer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/** A head of given numbers, trained on nothing. */
public final class SmallHead {
  private SmallHead() {}

  /** Of two classes and a trunk that nobody knows. */
  public static TrainedHead of(float bias) {
    return new TrainedHead(
        List.of("daisy", "roses"),
        List.of(DenseLayer.of(2, 2, new float[] {1, -1, 0, 1}, new float[] {bias, 0})),
        provenance());
  }

  /** Behind a trunk of this identity, with random numbers. */
  public static TrainedHead behind(String trunk, int width, List<String> classes, long seed) {
    Random random = new Random(seed);
    float[] weights = new float[width * classes.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() / width;
    }
    return new TrainedHead(
        classes,
        List.of(DenseLayer.of(width, classes.size(), weights, new float[classes.size()])),
        provenance(trunk));
  }

  /** What it was made from. */
  public static Provenance provenance() {
    return provenance("");
  }

  private static Provenance provenance(String trunk) {
    return new Provenance(
        HeadOptions.defaults(),
        Split.standard(),
        trunk,
        "embeddings",
        8,
        0,
        List.of(new EpochResult(1, 0.5, 0.75, OptionalDouble.empty(), OptionalDouble.empty(), 0.1)),
        1);
  }
}
