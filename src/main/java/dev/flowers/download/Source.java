package dev.flowers.download;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A file to fetch, and what is known of it beforehand.
 *
 * @param address an absolute {@code http:}, {@code https:} or {@code file:} address
 * @param size the file's length in bytes, if it is published
 * @param sha256 the SHA-256 of its bytes in lower-case hexadecimal, if it is published
 * @param md5 their MD5, if that is what is published; it shows damage, not forgery
 */
public record Source(
    URI address, OptionalLong size, Optional<String> sha256, Optional<String> md5) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  /** Two letters at least: {@code C:} begins a Windows path. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  /**
   * Checks them, and puts the checksums into lower case.
   *
   * @throws IllegalArgumentException if one of them is not as described above
   */
  public Source {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    switch (scheme) {
      case "http", "https" -> {
        if (address.getHost() == null) {
          throw new IllegalArgumentException(address + ": names no host");
        }
      }
      case "file" -> local(address);
      default ->
          throw new IllegalArgumentException(
              "address: found "
                  + address
                  + ", expected one that begins with http:, https: or file:");
    }
    if (size.isPresent() && size.getAsLong() < 0) {
      throw new IllegalArgumentException(address + ": size " + size.getAsLong() + " is below 0");
    }
    sha256 = checked(address, "SHA-256", sha256, SHA256);
    md5 = checked(address, "MD5", md5, MD5);
  }

  private static Optional<String> checked(
      URI address, String name, Optional<String> checksum, Pattern form) {
    Optional<String> lower = checksum.map(hex -> hex.toLowerCase(Locale.ROOT));
    if (lower.isPresent() && !form.matcher(lower.get()).matches()) {
      int digits = form.equals(SHA256) ? 64 : 32;
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: found %s %s, expected %d hexadecimal digits",
              address,
              name,
              lower.get(),
              digits));
    }
    return lower;
  }

  /** A file of which nothing is published. */
  public static Source of(URI address) {
    return new Source(address, OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  /** A file whose length and SHA-256 are published. */
  public static Source of(URI address, long size, String sha256) {
    return new Source(address, OptionalLong.of(size), Optional.of(sha256), Optional.empty());
  }

  /**
   * The same file in another place: a mirror, or a copy on this machine.
   *
   * @param place an address, or a path of this machine
   * @throws IllegalArgumentException if it is an address of another kind than http, https and file
   */
  public Source at(String place) {
    URI elsewhere =
        SCHEME.matcher(place).matches()
            ? URI.create(place)
            : Path.of(place).toAbsolutePath().toUri();
    return new Source(elsewhere, size, sha256, md5);
  }

  /** What the file is called where it comes from: the last part of its address. */
  public String fileName() {
    String path = address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether a checksum is published, by which a damaged file shows. */
  public boolean hasChecksum() {
    return sha256.isPresent() || md5.isPresent();
  }

  /** Whether the file is on this machine already. */
  boolean isLocal() {
    return "file".equalsIgnoreCase(address.getScheme());
  }

  /** The path of a local source. */
  Path path() {
    return local(address);
  }

  private static Path local(URI address) {
    try {
      return Path.of(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(address + ": is no path of this machine", e);
    }
  }
}
