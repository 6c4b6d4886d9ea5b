package dev.flowers.cli;

/**
 * The result of one check.
 *
 * @param level ok, warn or fail
 * @param subject what was checked, in a word
 * @param text what was found; for a warning or failure also what was expected and what to do
 */
record Finding(Level level, String subject, String text) {

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
