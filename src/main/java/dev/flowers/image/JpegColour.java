package dev.flowers.image;

/** What the components of a JPEG mean, and how the codec is told so. */
enum JpegColour {
  GREY(0),
  RGB(0),
  YCC(1),
  /** Inverted: 255 is no ink. */
  CMYK(0),
  /** CMYK whose first three components went through the YCC transform. */
  YCCK(2);

  /** The value of an Adobe segment for the absence of one. */
  static final int NO_ADOBE = -1;

  private final int adobeTransform;

  JpegColour(int adobeTransform) {
    this.adobeTransform = adobeTransform;
  }

  /**
   * Decides by the rules of libjpeg's {@code default_decompress_parms}, which every other program
   * follows; the JDK's codec guesses differently.
   *
   * @param componentIds of the frame header: 1, 3 or 4 of them
   * @param jfif whether a JFIF segment was seen
   * @param adobe transform code of the Adobe segment, or {@link #NO_ADOBE}
   */
  static JpegColour of(String componentIds, boolean jfif, int adobe) {
    return switch (componentIds.length()) {
      case 1 -> GREY;
      case 4 -> adobe == YCCK.adobeTransform ? YCCK : CMYK;
      default -> {
        boolean rgb = adobe == NO_ADOBE ? componentIds.equals("RGB") : adobe == RGB.adobeTransform;
        yield rgb && !jfif ? RGB : YCC;
      }
    };
  }

  /** Whether the codec cannot turn these into RGB itself. */
  boolean hasInk() {
    return this == CMYK || this == YCCK;
  }

  /** An Adobe segment, with its marker, which makes the codec see this colour. */
  byte[] adobeSegment() {
    int transform = hasInk() ? CMYK.adobeTransform : adobeTransform;
    return new byte[] {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
    };
  }
}
