package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DivergedExceptionTest {
  @ParameterizedTest
  @CsvSource({"0.5, 0.001", "0.0011, 0.001", "0.001, 0.0001", "0.0005, 0.00005"})
  void theAdviceIsAlwaysLowerThanWhatWasUsed(float used, String advised) {
    assertEquals(
        String.format(
            Locale.ROOT,
            "learning rate: found %s, expected a lower one, such as %s: the loss was no longer finite in epoch 7",
            HeadOption.text(used),
            advised),
        new DivergedException(7, used).getMessage());
  }
}
