package dev.flowers.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.Sha256;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits photos into a training part, a validation part, which chooses the best epoch, and a test
 * part, which only measures the result.
 *
 * <p>A photo's part follows from the hash of the seed and the photo's id alone: adding photos moves
 * none of the others, and copies of a photo are never on two sides. So the parts have their sizes
 * on average only: of a handful of photos a part may get none.
 *
 * @param train percent of the photos to train on, 1 to 100
 * @param validation percent of the photos that choose the best epoch
 * @param test percent of the photos that measure the result
 * @param seed another seed gives other parts
 */
public record Split(int train, int validation, int test, long seed) {
  /** The parts. */
  public enum Part {
    /** Trained on. */
    TRAIN,
    /** Chooses the best epoch. */
    VALIDATION,
    /** Measures the result, and has no influence on it. */
    TEST
  }

  private static final Pattern PERCENTS = Pattern.compile("(\\d{1,3})/(\\d{1,3})/(\\d{1,3})");

  /**
   * Checks the percentages.
   *
   * @throws IllegalArgumentException if one is negative, they do not add up to 100, or nothing is
   *     left to train on
   */
  public Split {
    if (train < 1 || validation < 0 || test < 0 || train + validation + test != 100) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "split: found %d/%d/%d, expected three percentages that add up to 100, the first above 0",
              train,
              validation,
              test));
    }
  }

  /** Returns 80/10/10 with seed 0. */
  public static Split standard() {
    return new Split(80, 10, 10, 0);
  }

  /**
   * Reads percentages as {@code 80/10/10}: train, validation, test.
   *
   * @throws IllegalArgumentException if the text is not of that form, or as the constructor
   */
  public static Split parse(String percents, long seed) {
    Matcher matcher = PERCENTS.matcher(percents);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "split: found \"%s\", expected train/validation/test in percent, such as 80/10/10",
              percents));
    }
    return new Split(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        seed);
  }

  /** Returns the part of the photo with this id. */
  public Part of(String id) {
    // Uniform over 0 to 99: that 100 does not divide 2^64 matters in the 18th digit.
    long percent = Long.remainderUnsigned(hash(seed, id), 100);
    if (percent < train) {
      return Part.TRAIN;
    }
    return percent < train + validation ? Part.VALIDATION : Part.TEST;
  }

  /** Returns the percentages as {@link #parse} reads them. */
  public String percents() {
    return String.format(Locale.ROOT, "%d/%d/%d", train, validation, test);
  }

  /** Returns 64 bits that the seed and the id decide. */
  static long hash(long seed, String id) {
    Sha256 sha256 = new Sha256().update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    return ByteBuffer.wrap(sha256.update(id.getBytes(UTF_8)).digest()).getLong();
  }
}
