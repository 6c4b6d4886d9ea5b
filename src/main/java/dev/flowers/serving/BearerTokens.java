package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The tokens of which a request must have one, kept as their SHA-256. Immutable. */
final class BearerTokens {
  /** RFC 6750, section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final String SCHEME = "bearer ";

  private final List<byte[]> hashes;

  private BearerTokens(List<byte[]> hashes) {
    this.hashes = hashes;
  }

  /**
   * Reads a file with a token a line; empty lines do not count.
   *
   * @throws InvalidInputException if there is none, or a line is no token
   * @throws IOException if the file cannot be read
   */
  static BearerTokens read(Path file) throws IOException {
    List<byte[]> hashes = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      String token = line.strip();
      if (token.isEmpty()) {
        continue;
      }
      if (!TOKEN.matcher(token).matches()) {
        // The line itself is nobody's business.
        throw new InvalidInputException(
            file
                + ": found other characters in line "
                + number
                + ", expected A-Z a-z 0-9 . _ ~ + / -");
      }
      hashes.add(hash(token));
    }
    if (hashes.isEmpty()) {
      throw new InvalidInputException(file + ": found no token, expected one a line");
    }
    return new BearerTokens(hashes);
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (MalformedInputException e) {
      throw new InvalidInputException(file + ": found no text, expected a token a line", e);
    }
  }

  /**
   * Whether a header {@code Authorization} has one of the tokens. Takes the same time wherever they
   * differ.
   */
  boolean permit(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return false;
    }
    byte[] given = hash(authorization.substring(SCHEME.length()).strip());
    boolean found = false;
    for (byte[] hash : hashes) {
      found |= MessageDigest.isEqual(hash, given);
    }
    return found;
  }

  private static byte[] hash(String token) {
    return new Sha256().update(token.getBytes(UTF_8)).digest();
  }
}
