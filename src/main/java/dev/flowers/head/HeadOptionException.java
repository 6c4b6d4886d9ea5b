package dev.flowers.head;

/**
 * An option is outside its range. The message is {@code learning rate: found -1, expected a number
 * above 0, such as 0.001}.
 */
public final class HeadOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String flag;
  private final String problem;

  HeadOptionException(HeadOption option, Object found, String expected) {
    this(option, "found " + HeadOption.text(found) + ", expected " + expected);
  }

  private HeadOptionException(HeadOption option, String problem) {
    super(option.name() + ": " + problem);
    flag = option.flag();
    this.problem = problem;
  }

  /** Returns the message with the option's flag in the place of its name. */
  public String messageWithFlag() {
    return flag + ": " + problem;
  }
}
