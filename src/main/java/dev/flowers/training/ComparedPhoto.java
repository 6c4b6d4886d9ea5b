package dev.flowers.training;

/**
 * A photo that two models were compared on.
 *
 * @param id the photo's id
 * @param path where it is; empty if that is not known
 * @param label its class
 * @param first the class that the first model gave it
 * @param firstConfidence the probability of that class, in [0,1]
 * @param second the class that the second model gave it
 * @param secondConfidence the probability of that class, in [0,1]
 */
public record ComparedPhoto(
    String id,
    String path,
    String label,
    String first,
    double firstConfidence,
    String second,
    double secondConfidence) {

  /** What became of a photo from the first model to the second. */
  public enum Change {
    /** Both give it the same class. */
    SAME,
    /** Only the first was right. */
    RIGHT_TO_WRONG,
    /** Only the second was right. */
    WRONG_TO_RIGHT,
    /** Both were wrong, in different ways. */
    WRONG_TO_WRONG
  }

  /** Whether the first model was right. */
  public boolean firstRight() {
    return first.equals(label);
  }

  /** Whether the second model was right. */
  public boolean secondRight() {
    return second.equals(label);
  }

  /** What became of it. */
  public Change change() {
    if (first.equals(second)) {
      return Change.SAME;
    }
    if (firstRight()) {
      return Change.RIGHT_TO_WRONG;
    }
    return secondRight() ? Change.WRONG_TO_RIGHT : Change.WRONG_TO_WRONG;
  }
}
