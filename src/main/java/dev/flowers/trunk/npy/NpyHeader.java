package dev.flowers.trunk.npy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of an NPY file, as numpy's {@code numpy.lib.format} describes it: the magic, a
 * version, the length of a Python literal, and that literal.
 */
final class NpyHeader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 4096;

  /** An entry of the literal; the types of records are lists of tuples, which nest. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*'(\\w+)'\\s*:\\s*('[^']*'|True|False|\\([0-9L, ]*\\)|\\[[^{}:]*])\\s*(?:,|(?=}))");

  private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

  private NpyHeader() {}

  /**
   * Passes over the header.
   *
   * @throws MalformedNpyException when the header is damaged, or the file holds anything but one
   *     pickled object
   */
  static void skip(PickleSource source) throws IOException {
    byte[] magic = source.raw((int) Math.min(MAGIC.length, source.size()), "NPY magic");
    if (!Arrays.equals(magic, MAGIC)) {
      throw new MalformedNpyException(
          0,
          "found '"
              + PickleValue.printable(new String(magic, StandardCharsets.ISO_8859_1))
              + "', expected an NPY file, which starts with \\x93NUMPY");
    }
    int major = source.u1("NPY version");
    int minor = source.u1("NPY version");
    if (major < 1 || major > 3 || minor != 0) {
      throw new MalformedNpyException(
          6, "found NPY version " + major + "." + minor + ", expected 1.0, 2.0 or 3.0");
    }
    long length = major == 1 ? source.u2("header length") : source.u4("header length");
    if (length > LONGEST) {
      throw new MalformedNpyException(
          8, "found a header of " + length + " bytes, expected at most " + LONGEST);
    }
    long start = source.position();
    String header = new String(source.raw((int) length, "NPY header"), StandardCharsets.ISO_8859_1);
    Map<String, String> entries = entries(header, start);
    String descr = entries.getOrDefault("descr", "");
    String shape = entries.getOrDefault("shape", "");
    if (!descr.matches("'\\|?O\\d*'") || !shape.equals("()")) {
      throw new MalformedNpyException(
          start,
          "found an array of dtype "
              + PickleValue.printable(descr)
              + " and shape "
              + PickleValue.printable(shape)
              + ", expected one pickled object, dtype '|O' and shape ()");
    }
  }

  private static Map<String, String> entries(String header, long start)
      throws MalformedNpyException {
    Map<String, String> entries = new HashMap<>();
    int at = header.indexOf('{') + 1;
    Matcher entry = ENTRY.matcher(header);
    if (at == 1) {
      while (entry.region(at, header.length()).lookingAt()) {
        entries.put(entry.group(1), entry.group(2));
        at = entry.end();
      }
    }
    if (!entries.keySet().equals(KEYS) || !header.substring(at).strip().equals("}")) {
      throw new MalformedNpyException(
          start,
          "found the header '"
              + PickleValue.printable(header.substring(0, Math.min(80, header.length())).strip())
              + "', expected numpy's description of an array, a dictionary of 'descr',"
              + " 'fortran_order' and 'shape': the file is damaged");
    }
    return entries;
  }
}
