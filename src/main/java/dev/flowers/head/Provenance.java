package dev.flowers.head;

import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.storage.JsonFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a head was made from, and how its training went. Immutable.
 *
 * @param options how it was trained
 * @param split which photos it was trained on
 * @param trunk the {@linkplain dev.flowers.trunk.Trunk#identity identity} of the trunk that made
 *     the embeddings; empty when unknown
 * @param embeddings the fingerprint of the embeddings
 * @param trainCount how many photos it was trained on
 * @param validationCount how many photos chose the best epoch; with 0 the training loss chose it
 * @param history the epochs, in order
 * @param bestEpoch the number of the epoch whose weights the head has, from 1
 * @param parts the parts that the split gave
 * @param temperature by which the trained logits are divided, above 0, to calibrate the
 *     probabilities; the weights of the head's last layer have it already. Empty if the head is not
 *     calibrated
 */
public record Provenance(
    HeadOptions options,
    Split split,
    String trunk,
    String embeddings,
    int trainCount,
    int validationCount,
    List<EpochResult> history,
    int bestEpoch,
    @JsonFormat.Default(SplitParts.NONE_JSON) SplitParts parts,
    @JsonFormat.Default("null") OptionalDouble temperature) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the best epoch is none of the history's, or the temperature
   *     is not above 0
   */
  public Provenance {
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(trunk, "trunk");
    Objects.requireNonNull(embeddings, "embeddings");
    Objects.requireNonNull(parts, "parts");
    history = List.copyOf(history);
    if (bestEpoch < 1 || bestEpoch > history.size()) {
      throw new IllegalArgumentException(
          "best epoch: found " + bestEpoch + ", expected 1 to " + history.size());
    }
    if (temperature.isPresent() && !(temperature.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "temperature: found " + temperature.getAsDouble() + ", expected a number above 0");
    }
  }

  /** Of a head whose photos {@link Split#of} put into their parts. */
  public Provenance(
      HeadOptions options,
      Split split,
      String trunk,
      String embeddings,
      int trainCount,
      int validationCount,
      List<EpochResult> history,
      int bestEpoch) {
    this(
        options,
        split,
        trunk,
        embeddings,
        trainCount,
        validationCount,
        history,
        bestEpoch,
        SplitParts.byHash(),
        OptionalDouble.empty());
  }

  /**
   * Returns the part that a photo is in.
   *
   * @param id the photo's id
   * @param label its class, as the head counts
   */
  public Split.Part part(String id, int label) {
    return parts.of(split, id, label);
  }

  /** Returns what the best epoch gave. */
  public EpochResult best() {
    return history.get(bestEpoch - 1);
  }
}
