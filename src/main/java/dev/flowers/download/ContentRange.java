package dev.flowers.download;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Content-Range} of an answer (RFC 9110, section 14.4).
 *
 * @param first the place of the first byte that comes, from 0
 * @param last the place of the last byte that comes
 * @param total the length of the whole file, if the server says it
 */
record ContentRange(long first, long last, OptionalLong total) {
  private static final Pattern RANGE =
      Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
  private static final Pattern UNSATISFIED = Pattern.compile("bytes\\s+\\*/(\\d{1,18})");

  /** What a 206 says; nothing if it makes no sense. */
  static Optional<ContentRange> parse(String header) {
    Matcher matcher = RANGE.matcher(header.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    OptionalLong total =
        matcher.group(3).equals("*")
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(matcher.group(3)));
    boolean possible = first <= last && (total.isEmpty() || last < total.getAsLong());
    return possible ? Optional.of(new ContentRange(first, last, total)) : Optional.empty();
  }

  /** The file's length as a 416 says it. */
  static OptionalLong unsatisfied(String header) {
    Matcher matcher = UNSATISFIED.matcher(header.strip());
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
