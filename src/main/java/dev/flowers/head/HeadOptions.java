package dev.flowers.head;

import dev.flowers.storage.JsonFormat;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The hyperparameters of a head's training. Start with {@link #defaults}, or with {@link #builder}
 * to change some.
 *
 * <p>To add an option, add a component with its {@link HeadOption.Description}, and its check. Its
 * setter in the builder, its flag on the command line and its line in reports follow from that. If
 * its default is not 0, add that to {@code DEFAULTS}. Its {@link JsonFormat.Default} says what
 * heads were trained with that were stored before it existed.
 *
 * @param hidden units of the hidden layer, 0 to 100,000; 0 for none, which is logistic regression
 * @param dropout fraction of the hidden units that is dropped in each training step, from 0 to
 *     below 1
 * @param epochs maximum number of epochs, 1 to 1,000,000
 * @param patience epochs without a new best one after which early stopping ends the training, 1 or
 *     more
 * @param batchSize photos in a training step, 1 to 1,000,000
 * @param learningRate step size of AdamW, above 0
 * @param schedule how the learning rate changes over all {@code epochs}, whether early stopping
 *     ends the training sooner or not
 * @param weightDecay decoupled weight decay, 0 or more: each step subtracts {@code learningRate ·
 *     weightDecay}, which is below 1, of each weight; 0 for none, which is Adam
 * @param labelSmoothing fraction of each training label that is spread evenly over all classes,
 *     from 0 to below 1
 * @param classWeights the weight of a photo in the loss, by its class
 * @param calibration whether the probabilities are calibrated on the validation part by temperature
 *     scaling, which changes no prediction
 * @param seed decides the initial weights, the order of the photos and which units are dropped
 */
@RecordBuilder
@RecordBuilder.Options(
    setterPrefix = "opt", // as in DJL's builders
    enableGetters = false,
    enableWither = false,
    inheritComponentAnnotations = false)
public record HeadOptions(
    @HeadOption.Description(
            name = "hidden units",
            flag = "--hidden",
            placeholder = "N",
            help =
                "Units of the hidden layer; 0 for no hidden layer, which is logistic regression and"
                    + " least prone to overfitting.")
        int hidden,
    @HeadOption.Description(
            name = "dropout rate",
            flag = "--dropout",
            placeholder = "FRACTION",
            help =
                "Dropout rate: fraction of the hidden units that is dropped at random in each"
                    + " training step, against overfitting.")
        float dropout,
    @HeadOption.Description(
            name = "epochs",
            flag = "--epochs",
            placeholder = "N",
            help = "Maximum number of epochs, which are passes over the training photos.")
        int epochs,
    @HeadOption.Description(
            name = "patience",
            flag = "--patience",
            placeholder = "N",
            help =
                "Early stopping: end the training after N epochs without a lower validation loss,"
                    + " because further ones mostly overfit.")
        int patience,
    @HeadOption.Description(
            name = "batch size",
            flag = "--batch",
            placeholder = "N",
            help = "Batch size: photos in a training step.")
        int batchSize,
    @HeadOption.Description(
            name = "learning rate",
            flag = "--learning-rate",
            placeholder = "RATE",
            help =
                "Learning rate: the step size of the AdamW optimizer. Try a lower one if the first"
                    + " epoch is the best.")
        float learningRate,
    @HeadOption.Description(
            name = "learning rate schedule",
            flag = "--schedule",
            placeholder = "NAME",
            help =
                "How the learning rate changes over all epochs: constant; step, a tenth of it after"
                    + " half of them and a hundredth after three quarters; or cosine, down to 0"
                    + " along half a cosine.")
        @JsonFormat.Default("\"CONSTANT\"")
        LearningRateSchedule schedule,
    @HeadOption.Description(
            name = "weight decay",
            flag = "--weight-decay",
            placeholder = "RATE",
            help =
                "Weight decay, a regularization against overfitting: each training step shrinks the"
                    + " weights by this times the learning rate.")
        @JsonFormat.Default("0")
        float weightDecay,
    @HeadOption.Description(
            name = "label smoothing",
            flag = "--label-smoothing",
            placeholder = "FRACTION",
            help =
                "Fraction of each training label that is spread evenly over all classes, a"
                    + " regularization against overconfidence and wrong labels.")
        @JsonFormat.Default("0")
        float labelSmoothing,
    @HeadOption.Description(
            name = "class weights",
            flag = "--class-weights",
            placeholder = "NAME",
            help =
                "Weight of a photo in the loss: none, the same for all; or balanced, larger for"
                    + " classes with fewer photos, so that each class has the same total weight.")
        @JsonFormat.Default("\"NONE\"")
        ClassWeights classWeights,
    @HeadOption.Description(
            name = "calibration",
            flag = "--no-calibration",
            placeholder = "",
            help =
                "Leave the probabilities as the training gives them. Without this option they are"
                    + " calibrated on the validation photos by temperature scaling, which changes no"
                    + " prediction, only how sure it is.")
        @JsonFormat.Default("false")
        boolean calibration,
    @HeadOption.Description(
            name = "seed",
            flag = "--seed",
            placeholder = "N",
            help =
                "Seed of the initial weights, the order of the photos and dropout; the same seed"
                    + " gives the same head.")
        long seed) {

  /** Far above what a small head needs; what a machine has memory for is less. */
  private static final int MAX_HIDDEN = 100_000;

  private static final int MAX_EPOCHS = 1_000_000;
  private static final int MAX_BATCH_SIZE = 1_000_000;

  private static final HeadOptions DEFAULTS =
      HeadOptionsBuilder.builder()
          .optHidden(512)
          .optEpochs(30)
          .optPatience(5)
          .optBatchSize(64)
          .optLearningRate(0.001f)
          .optWeightDecay(10)
          .optCalibration(true)
          .build();

  /**
   * Checks the ranges.
   *
   * @throws HeadOptionException naming the option, what was found and what is expected
   */
  public HeadOptions {
    checkRange("hidden", hidden, 0, MAX_HIDDEN);
    check(dropout >= 0 && dropout < 1, "dropout", dropout, "0 to below 1");
    check(dropout == 0 || hidden > 0, "dropout", dropout, "0, as there is no hidden layer");
    checkRange("epochs", epochs, 1, MAX_EPOCHS);
    check(patience >= 1, "patience", patience, "1 or more");
    checkRange("batchSize", batchSize, 1, MAX_BATCH_SIZE);
    check(
        learningRate > 0 && Float.isFinite(learningRate),
        "learningRate",
        learningRate,
        "a number above 0, such as 0.001");
    check(weightDecay >= 0, "weightDecay", weightDecay, "0 or more");
    check(
        learningRate * weightDecay < 1,
        "weightDecay",
        weightDecay,
        "a product below 1 with the learning rate, " + HeadOption.text(learningRate));
    check(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "labelSmoothing",
        labelSmoothing,
        "0 to below 1");
    // What the builder gives for what was not set.
    schedule = Objects.requireNonNullElse(schedule, LearningRateSchedule.CONSTANT);
    classWeights = Objects.requireNonNullElse(classWeights, ClassWeights.NONE);
  }

  /**
   * Returns 512 hidden units, at most 30 epochs, batches of 64, rate 0.001, weight decay 10,
   * calibrated.
   */
  public static HeadOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that holds the defaults. */
  public static HeadOptionsBuilder builder() {
    return DEFAULTS.toBuilder();
  }

  /** Returns a builder that holds these options. */
  public HeadOptionsBuilder toBuilder() {
    return HeadOptionsBuilder.builder(this);
  }

  /** Returns the name of each option and its value as text, in the options' order. */
  public Map<String, String> describe() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (HeadOption option : HeadOption.all()) {
      texts.put(option.name(), option.text(this));
    }
    return Collections.unmodifiableMap(texts);
  }

  private static void checkRange(String component, int found, int low, int high) {
    check(found >= low && found <= high, component, found, low + " to " + high);
  }

  private static void check(boolean fine, String component, Object found, String expected) {
    if (!fine) {
      throw new HeadOptionException(HeadOption.of(component), found, expected);
    }
  }
}
