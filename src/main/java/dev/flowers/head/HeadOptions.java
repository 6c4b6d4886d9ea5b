package dev.flowers.head;

/**
 * How a head is trained. Begin with {@link #defaults}.
 *
 * @param hidden units of the hidden layer; 0 for none, which is logistic regression
 * @param dropout the share of hidden units that are dropped in training, from 0 to below 1
 * @param epochs how often the training photos are gone through, at most
 * @param batchSize photos a step
 * @param learningRate Adam's step size
 * @param seed decides the first weights, the order of the photos and what is dropped
 * @param patience training stops after this many epochs without a new best one
 */
public record HeadOptions(
    int hidden,
    float dropout,
    int epochs,
    int batchSize,
    float learningRate,
    long seed,
    int patience) {

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
    check(batchSize >= 1, "batch size", batchSize, "1 or more");
    check(
        learningRate > 0 && Float.isFinite(learningRate),
        "learning rate",
        learningRate,
        "a number above 0, such as 0.001");
    check(patience >= 1, "patience", patience, "1 or more");
  }

  /** Returns 512 hidden units, no dropout, at most 30 epochs, batches of 64, rate 0.001. */
  public static HeadOptions defaults() {
    return new HeadOptions(512, 0, 30, 64, 0.001f, 0, 5);
  }

  /** Returns these options with another hidden layer. */
  public HeadOptions withHidden(int value) {
    return new HeadOptions(value, dropout, epochs, batchSize, learningRate, seed, patience);
  }

  /** Returns these options with another dropout. */
  public HeadOptions withDropout(float value) {
    return new HeadOptions(hidden, value, epochs, batchSize, learningRate, seed, patience);
  }

  /** Returns these options with another number of epochs. */
  public HeadOptions withEpochs(int value) {
    return new HeadOptions(hidden, dropout, value, batchSize, learningRate, seed, patience);
  }

  /** Returns these options with another batch size. */
  public HeadOptions withBatchSize(int value) {
    return new HeadOptions(hidden, dropout, epochs, value, learningRate, seed, patience);
  }

  /** Returns these options with another learning rate. */
  public HeadOptions withLearningRate(float value) {
    return new HeadOptions(hidden, dropout, epochs, batchSize, value, seed, patience);
  }

  /** Returns these options with another seed. */
  public HeadOptions withSeed(long value) {
    return new HeadOptions(hidden, dropout, epochs, batchSize, learningRate, value, patience);
  }

  /** Returns these options with another patience. */
  public HeadOptions withPatience(int value) {
    return new HeadOptions(hidden, dropout, epochs, batchSize, learningRate, seed, value);
  }

  private static void check(boolean fine, String option, Number found, String expected) {
    if (!fine) {
      throw new IllegalArgumentException("%s %s, expected %s".formatted(option, found, expected));
    }
  }
}
