package dev.flowers.cli.doctor;

/**
 * Something that was looked at.
 *
 * @param level how it is
 * @param subject what it is, in a word
 * @param text what was found; where that is not well, also what was expected and what to do
 */
public record Finding(Level level, String subject, String text) {

  /** How something is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** It works, but not well, or not everything. */
    WARN,
    /** It does not work. */
    FAIL
  }

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text);
  }

  static Finding warn(String subject, String text) {
    return new Finding(Level.WARN, subject, text);
  }

  static Finding fail(String subject, String text) {
    return new Finding(Level.FAIL, subject, text);
  }
}
