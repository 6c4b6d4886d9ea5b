package dev.flowers.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.Sha256;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits photos into a training part, a validation part, which chooses the best epoch, and a test
 * part, which only measures the result.
 *
 * <p>Each class is split in its own proportion. Its photos are sorted by a hash of the seed and of
 * their ids; the first 80 % are trained on, the next 10 % choose the epoch, the last 10 % are
 * tested. Of a class with as many photos as there are parts, each part has one at least. Groups of
 * copies are not separated; a group has the place of its smallest id.
 *
 * <p>Adding photos moves few of the others: the cuts lie at quantiles of the hashes, and m more
 * photos of a class shift a cut by about the error with which m photos estimate that quantile, 0.8
 * √(m p (1 − p)) photos on average, some 0.56 √m for both cuts of 80/10/10. SplitPartsTest measures
 * it. One more copy changes the place of its group only if its id is the smallest now. A copy that
 * joins two groups makes one of them, which has the part of the one with the smaller id: the photos
 * of the other may move. A published model keeps the parts that it was trained with.
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
    TEST;

    /** The names that {@link #named} takes, for messages. */
    public static final String NAMES = "train (or training), validation (or val, valid) or test";

    /** Returns the part with a name, as data sets have it: {@code train}, {@code val}, … */
    public static Optional<Part> named(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "train", "training" -> Optional.of(TRAIN);
        case "validation", "val", "valid" -> Optional.of(VALIDATION);
        case "test" -> Optional.of(TEST);
        default -> Optional.empty();
      };
    }

    /** Returns the name that stands in tables. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
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

  /** How many places there are: whole numbers that every reader of JSON has exactly. */
  static final long PLACES = 1L << 52;

  /** Returns the part of each of these photos. Their order does not matter. */
  public SplitParts assign(Collection<SplitPhoto> photos) {
    return new SplitAssignment(this, photos).assign();
  }

  /** Returns the place of a photo or group in its class's order, from 0. */
  long place(String id) {
    return hash(seed, id) >>> 12;
  }

  /**
   * Returns the part of the photo with this id by its hash alone, as models of earlier versions
   * were split: the parts have their sizes on average only.
   */
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
