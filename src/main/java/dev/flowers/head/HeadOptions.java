package dev.flowers.head;

import dev.flowers.storage.JsonDefault;
import java.util.Objects;

/**
 * How a head is trained. Begin with {@link #defaults}, or with {@link #builder} to change some.
 *
 * @param hidden units of the hidden layer; 0 for none, which is logistic regression
 * @param dropout the share of hidden units that are dropped in training, from 0 to below 1
 * @param epochs how often the training photos are gone through, at most
 * @param patience training stops after this many epochs without a new best one
 * @param batchSize photos a step
 * @param learningRate AdamW's step size
 * @param schedule how the learning rate goes on, over all {@code epochs}, should patience end the
 *     training sooner or not
 * @param weightDecay each step takes {@code learning rate · weightDecay} of each weight off it; 0
 *     for none, which is Adam
 * @param labelSmoothing the share of each label that is spread evenly over all classes in training,
 *     from 0 to below 1
 * @param classWeights how much a photo counts, by its class
 * @param seed decides the first weights, the order of the photos and what is dropped
 */
public record HeadOptions(
    int hidden,
    float dropout,
    int epochs,
    int patience,
    int batchSize,
    float learningRate,
    @JsonDefault("\"CONSTANT\"") LearningRateSchedule schedule,
    @JsonDefault("0") float weightDecay,
    @JsonDefault("0") float labelSmoothing,
    @JsonDefault("\"NONE\"") ClassWeights classWeights,
    long seed) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the option, what was given and what is expected
   */
  public HeadOptions {
    check(hidden >= 0, "hidden units", hidden, "0 or more");
    check(dropout >= 0 && dropout < 1, "dropout", dropout, "0 to below 1");
    check(dropout == 0 || hidden > 0, "dropout", dropout, "0, since there is no hidden layer");
    check(epochs >= 1, "epochs", epochs, "1 or more");
    check(patience >= 1, "patience", patience, "1 or more");
    check(batchSize >= 1, "batch size", batchSize, "1 or more");
    check(
        learningRate > 0 && Float.isFinite(learningRate),
        "learning rate",
        learningRate,
        "a number above 0, such as 0.001");
    check(weightDecay >= 0, "weight decay", weightDecay, "0 or more");
    if (!(learningRate * weightDecay < 1)) {
      throw new IllegalArgumentException(
          "learning rate %s and weight decay %s, expected a product below 1: lower one of them"
              .formatted(learningRate, weightDecay));
    }
    check(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label smoothing",
        labelSmoothing,
        "0 to below 1");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(classWeights, "class weights");
  }

  /** Returns 512 hidden units, at most 30 epochs, batches of 64, rate 0.001, weight decay 10. */
  public static HeadOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that holds the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that holds these options. */
  public Builder toBuilder() {
    return new Builder()
        .optHidden(hidden)
        .optDropout(dropout)
        .optEpochs(epochs)
        .optPatience(patience)
        .optBatchSize(batchSize)
        .optLearningRate(learningRate)
        .optSchedule(schedule)
        .optWeightDecay(weightDecay)
        .optLabelSmoothing(labelSmoothing)
        .optClassWeights(classWeights)
        .optSeed(seed);
  }

  private static void check(boolean fine, String option, Number found, String expected) {
    if (!fine) {
      throw new IllegalArgumentException("%s %s, expected %s".formatted(option, found, expected));
    }
  }

  /** Collects options, as DJL's builders do; what is not set is the default. Not thread-safe. */
  public static final class Builder {
    private int hidden = 512;
    private float dropout;
    private int epochs = 30;
    private int patience = 5;
    private int batchSize = 64;
    private float learningRate = 0.001f;
    private LearningRateSchedule schedule = LearningRateSchedule.CONSTANT;
    private float weightDecay = 10;
    private float labelSmoothing;
    private ClassWeights classWeights = ClassWeights.NONE;
    private long seed;

    private Builder() {}

    /** Sets the units of the hidden layer. */
    public Builder optHidden(int value) {
      hidden = value;
      return this;
    }

    /** Sets the share of hidden units that are dropped. */
    public Builder optDropout(float value) {
      dropout = value;
      return this;
    }

    /** Sets the most epochs. */
    public Builder optEpochs(int value) {
      epochs = value;
      return this;
    }

    /** Sets after how many epochs without a new best one training stops. */
    public Builder optPatience(int value) {
      patience = value;
      return this;
    }

    /** Sets the photos a step. */
    public Builder optBatchSize(int value) {
      batchSize = value;
      return this;
    }

    /** Sets AdamW's step size. */
    public Builder optLearningRate(float value) {
      learningRate = value;
      return this;
    }

    /** Sets how the learning rate goes on. */
    public Builder optSchedule(LearningRateSchedule value) {
      schedule = value;
      return this;
    }

    /** Sets the weight decay. */
    public Builder optWeightDecay(float value) {
      weightDecay = value;
      return this;
    }

    /** Sets the share of each label that is spread over all classes. */
    public Builder optLabelSmoothing(float value) {
      labelSmoothing = value;
      return this;
    }

    /** Sets how much a photo counts by its class. */
    public Builder optClassWeights(ClassWeights value) {
      classWeights = value;
      return this;
    }

    /** Sets the seed. */
    public Builder optSeed(long value) {
      seed = value;
      return this;
    }

    /**
     * Builds the options.
     *
     * @throws IllegalArgumentException as the record's constructor
     */
    public HeadOptions build() {
      return new HeadOptions(
          hidden,
          dropout,
          epochs,
          patience,
          batchSize,
          learningRate,
          schedule,
          weightDecay,
          labelSmoothing,
          classWeights,
          seed);
    }
  }
}
