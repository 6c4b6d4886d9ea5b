package dev.flowers.image;

import java.util.regex.Pattern;

/**
 * Formats that are often found instead of photos and are not decoded, and what to do about each.
 */
enum OtherFormat {
  GIT_LFS_POINTER(
      "version https://git-lfs\\.github\\.com/",
      "a Git LFS pointer in the photo's place",
      "run 'git lfs pull' to fetch the photo"),
  GIT_ANNEX_POINTER(
      "/annex/objects/",
      "a git-annex pointer in the photo's place",
      "run 'git annex get' to fetch the photo"),
  AVIF(".{4}ftyp((mif1|msf1|miaf).*avi[fs]|avi[fs])", "an AVIF image"),
  HEIC(".{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", "a HEIC image"),
  CANON_CR3(".{4}ftypcrx ", "a camera raw file (CR3)"),
  // Every other file in ISO's base media format is taken for a film.
  VIDEO(".{4}ftyp", "a video", "take a picture out of it"),
  JPEG_2000("\0\0\0\u000CjP(  |\u001A\u001A)\r\n\u0087\n|\u00FFO\u00FFQ", "a JPEG 2000 image"),
  JPEG_XL("\0\0\0\u000CJXL \r\n\u0087\n|\u00FF\n", "a JPEG XL image"),
  JPEG_XR("II\u00BC", "a JPEG XR image"),
  CAMERA_RAW("II\\*\0.{4}CR|II(RO|RS|U\0)|MMOR|FUJIFILMCCD-RAW|FOVb|\0MRM", "a camera raw file"),
  PHOTOSHOP("8BPS", "a Photoshop document"),
  PDF("%PDF-", "a PDF document", "take its pictures out of it");

  private final Pattern magic;
  private final String description;
  private final String advice;

  OtherFormat(String magic, String description) {
    this(magic, description, "convert it to JPEG");
  }

  OtherFormat(String magic, String description, String advice) {
    this.magic = Pattern.compile(magic, Pattern.DOTALL);
    this.description = description;
    this.advice = advice;
  }

  /**
   * Whether a file is of this format.
   *
   * @param head its first {@link ImageFormat#HEAD_LENGTH} bytes, a character each, or all of a
   *     shorter file
   */
  boolean begins(String head) {
    return magic.matcher(head).lookingAt();
  }

  /** The format with its article. */
  String description() {
    return description;
  }

  /** What to do with such a file. */
  String advice() {
    return advice;
  }
}
