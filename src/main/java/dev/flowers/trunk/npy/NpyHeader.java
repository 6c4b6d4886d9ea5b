package dev.flowers.trunk.npy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of an NPY file, as numpy's {@code numpy.lib.format} describes it: the magic, a
 * version, the length of a Python literal, and that literal.
 */
final class NpyHeader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 4096;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[[^]]*])");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  private NpyHeader() {}

  /**
   * Passes over the header.
   *
   * @throws MalformedNpyException when the file holds anything but one pickled object
   */
  static void skip(PickleSource source) throws IOException {
    byte[] magic = source.raw((int) Math.min(MAGIC.length, source.size()), "NPY magic");
    if (!Arrays.equals(magic, MAGIC)) {
      throw new MalformedNpyException(
          0,
          "found '"
              + PickleSource.printable(new String(magic, StandardCharsets.ISO_8859_1))
              + "'; expected an NPY file, which starts with \\x93NUMPY");
    }
    int major = source.u1("NPY version");
    int minor = source.u1("NPY version");
    if (major < 1 || major > 3 || minor != 0) {
      throw new MalformedNpyException(
          6, "found NPY version " + major + "." + minor + "; expected 1.0, 2.0 or 3.0");
    }
    long length = major == 1 ? source.u2("header length") : source.u4("header length");
    if (length > LONGEST) {
      throw new MalformedNpyException(
          8, "found a header of " + length + " bytes; expected at most " + LONGEST);
    }
    long start = source.position();
    String header = new String(source.raw((int) length, "NPY header"), StandardCharsets.ISO_8859_1);
    String descr = field(header, DESCR, "descr", start);
    String shape = field(header, SHAPE, "shape", start);
    if (!descr.matches("'\\|?O\\d*'") || !shape.isBlank()) {
      throw new MalformedNpyException(
          start,
          "found an array of dtype "
              + PickleSource.printable(descr)
              + " and shape ("
              + PickleSource.printable(shape)
              + "); expected one pickled object, dtype '|O' and shape ()");
    }
  }

  private static String field(String header, Pattern pattern, String name, long start)
      throws MalformedNpyException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new MalformedNpyException(
          start, "found a header without '" + name + "'; expected numpy's description of an array");
    }
    return matcher.group(1);
  }
}
