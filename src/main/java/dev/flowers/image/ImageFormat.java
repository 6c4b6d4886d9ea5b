package dev.flowers.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The formats that are decoded, told by a file's first bytes and never by its name. */
enum ImageFormat {
  JPEG("\u00FF\u00D8\u00FF"),
  PNG("\u0089PNG\r\n\u001A\n"),
  GIF("GIF8");

  /** How many of a file's first bytes tell its format. */
  static final int HEAD_LENGTH = 16;

  private final String magic;

  ImageFormat(String magic) {
    this.magic = magic;
  }

  /**
   * Names the format that a file begins as.
   *
   * @param head the file's first {@link #HEAD_LENGTH} bytes or more, or all of a shorter file
   * @throws UnreadableImageException if it begins as no image, or as one of another format
   */
  static ImageFormat of(byte[] head, String name) throws UnreadableImageException {
    String text = new String(head, 0, Math.min(head.length, HEAD_LENGTH), ISO_8859_1);
    for (ImageFormat format : values()) {
      if (text.startsWith(format.magic)) {
        return format;
      }
    }
    throw new UnreadableImageException(name, described(text), "a JPEG, PNG or GIF image");
  }

  private static String described(String head) {
    if (head.isEmpty()) {
      return "an empty file";
    }
    if (head.stripLeading().startsWith("<")) {
      return "HTML or XML text";
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return "a WebP image";
    }
    if (head.startsWith("ftyp", 4)) {
      return "a HEIC, AVIF or MP4 file";
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return "a TIFF image";
    }
    if (head.startsWith("BM")) {
      return "a BMP image";
    }
    StringBuilder hex = new StringBuilder("a file that begins with the bytes");
    for (int i = 0; i < Math.min(8, head.length()); i++) {
      hex.append(String.format(" %02x", (int) head.charAt(i)));
    }
    return hex.toString();
  }
}
