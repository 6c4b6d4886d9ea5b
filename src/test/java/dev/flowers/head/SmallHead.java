package dev.flowers.head;

import dev.flowers.dataset.Split;
import dev.flowers.trunk.DenseLayer;
import java.util.List;
import java.util.OptionalDouble;

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

  /** What it was made from. */
  public static Provenance provenance() {
    return new Provenance(
        HeadOptions.defaults(),
        Split.standard(),
        "",
        "embeddings",
        8,
        0,
        List.of(new EpochResult(1, 0.5, 0.75, OptionalDouble.empty(), OptionalDouble.empty(), 0.1)),
        1);
  }
}
