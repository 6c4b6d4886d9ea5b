package dev.flowers.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;

/** The formats that are decoded, told by a file's first bytes and never by its name. */
enum ImageFormat {
  JPEG("JPEG", "\u00FF\u00D8\u00FF"),
  PNG("PNG", "\u0089PNG\r\n\u001A\n"),
  GIF("GIF", "GIF8"),
  BMP("BMP", "BM"),
  TIFF("TIFF", "II[*+]\0|MM\0[*+]"),
  WEBP("WebP", "RIFF.{4}WEBP");

  /** How many of a file's first bytes tell its format. */
  static final int HEAD_LENGTH = 64;

  private static final String EXPECTED = "a JPEG, PNG, GIF, BMP, TIFF or WebP image";

  private final String label;
  private final Pattern magic;

  ImageFormat(String label, String magic) {
    this.label = label;
    this.magic = Pattern.compile(magic, Pattern.DOTALL);
  }

  /**
   * Names the format that a file begins as.
   *
   * @param head the file's first {@link #HEAD_LENGTH} bytes or more, or all of a shorter file
   * @throws UnreadableImageException if it begins as no image, or as one of another format
   */
  static ImageFormat of(byte[] head, String name) throws UnreadableImageException {
    String text = new String(head, 0, Math.min(head.length, HEAD_LENGTH), ISO_8859_1);
    // First: some camera raw files begin as TIFF does.
    for (OtherFormat other : OtherFormat.values()) {
      if (other.begins(text)) {
        throw new UnreadableImageException(
            name, other.description(), EXPECTED + "; " + other.advice());
      }
    }
    for (ImageFormat format : values()) {
      if (format.magic.matcher(text).lookingAt()) {
        return format;
      }
    }
    throw new UnreadableImageException(name, described(text), EXPECTED);
  }

  /** How the format is written in a message. */
  @Override
  public String toString() {
    return label;
  }

  private static String described(String head) {
    if (head.isEmpty()) {
      return "an empty file";
    }
    if (head.stripLeading().startsWith("<")) {
      return "HTML or XML text";
    }
    StringBuilder hex = new StringBuilder("a file that begins with the bytes");
    for (int i = 0; i < Math.min(8, head.length()); i++) {
      hex.append(' ').append(hex(head.charAt(i)));
    }
    return hex.toString();
  }

  /** Two hexadecimal digits. */
  static String hex(int octet) {
    return Integer.toHexString(0x100 + (octet & 0xFF)).substring(1);
  }
}
