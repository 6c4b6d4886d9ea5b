package dev.flowers.head;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * The training diverged: its loss is no longer finite. The message names the learning rate, a lower
 * one to try, and the epoch.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(int epoch, float learningRate) {
    super(
        String.format(
            Locale.ROOT,
            "%s: found %s, expected a lower one, such as %s: the loss was no longer finite in epoch %d",
            HeadOption.of("learningRate").name(),
            HeadOption.text(learningRate),
            lower(learningRate),
            epoch));
  }

  /** The default if that is lower, else a tenth. */
  private static String lower(float learningRate) {
    float usual = HeadOptions.defaults().learningRate();
    return learningRate > usual
        ? HeadOption.text(usual)
        : HeadOption.text(new BigDecimal(HeadOption.text(learningRate)).movePointLeft(1));
  }
}
