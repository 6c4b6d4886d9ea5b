package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HeadOptionTest {
  private static final Map<String, Object> VALUES = new HashMap<>();

  static {
    VALUES.put("--hidden", 1);
    VALUES.put("--dropout", 0.5f);
    VALUES.put("--epochs", 2);
    VALUES.put("--patience", 3);
    VALUES.put("--batch", 4);
    VALUES.put("--learning-rate", 0.25f);
    VALUES.put("--schedule", LearningRateSchedule.COSINE);
    VALUES.put("--weight-decay", 0.125f);
    VALUES.put("--label-smoothing", 0.0625f);
    VALUES.put("--class-weights", ClassWeights.BALANCED);
    VALUES.put("--no-calibration", true);
    VALUES.put("--seed", 5L);
  }

  @Test
  void makesOptionsOfTheValuesOfTheFlags() {
    HeadOptions options = HeadOption.options(option -> VALUES.get(option.flag()));
    assertEquals(
        new HeadOptions(
            1,
            0.5f,
            2,
            3,
            4,
            0.25f,
            LearningRateSchedule.COSINE,
            0.125f,
            0.0625f,
            ClassWeights.BALANCED,
            true,
            5),
        options);
  }

  @Test
  void aValueOutOfRangeIsNamedByItsFlagToo() {
    Map<String, Object> wrong = new HashMap<>(VALUES);
    wrong.put("--batch", 0);
    HeadOptionException e =
        assertThrows(
            HeadOptionException.class,
            () -> HeadOption.options(option -> wrong.get(option.flag())));
    assertEquals("--batch: found 0, expected 1 to 1000000", e.messageWithFlag());
    assertEquals("batch size: found 0, expected 1 to 1000000", e.getMessage());
  }

  @Test
  void eachOptionIsDescribedAndNoTwoAreCalledTheSame() {
    for (Function<HeadOption, String> name :
        List.<Function<HeadOption, String>>of(HeadOption::name, HeadOption::flag)) {
      Map<String, Long> names =
          HeadOption.all().stream().collect(Collectors.groupingBy(name, Collectors.counting()));
      assertEquals(HeadOption.all().size(), names.size(), names.toString());
    }
    for (HeadOption option : HeadOption.all()) {
      assertTrue(option.flag().matches("--[a-z]+(-[a-z]+)*"), option.flag());
      assertTrue(option.help().endsWith("."), option.help());
    }
  }

  /** So that what a report says can be given to a command. */
  @Test
  void numbersAreWrittenAsTheyAreTyped() {
    assertEquals("0.001", HeadOption.text(0.001f));
    assertEquals("0.0000001", HeadOption.text(1e-7f));
    assertEquals("10", HeadOption.text(10f));
    assertEquals("0", HeadOption.text(0f));
    assertEquals("1E+30", HeadOption.text(1e30f));
    assertEquals(1e30f, Float.parseFloat("1E+30"));
    assertEquals("NaN", HeadOption.text(Float.NaN));
    assertEquals("-7", HeadOption.text(-7L));
    assertEquals("cosine", HeadOption.text(LearningRateSchedule.COSINE));
  }
}
