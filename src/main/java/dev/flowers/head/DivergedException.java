package dev.flowers.head;

/** The loss grew beyond all numbers. The message names the epoch and the learning rate. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(int epoch, float learningRate) {
    super(
        "the loss is no longer finite in epoch %d with learning rate %s; choose a smaller one, such as %s"
            .formatted(epoch, learningRate, HeadOptions.defaults().learningRate()));
  }
}
