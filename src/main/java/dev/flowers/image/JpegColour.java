package dev.flowers.image;

/** What the components of a JPEG mean, and how the codec is told so. */
enum JpegColour {
  GREY(1, 0),
  RGB(3, 0),
  YCC(3, 1),
  /** Inverted: 255 is no ink. */
  CMYK(4, 0),
  /** CMYK whose first three components went through the YCC transform. */
  YCCK(4, 2);

  /** The value of an Adobe segment for the absence of one. */
  static final int NO_ADOBE = -1;

  private final int components;
  private final int adobeTransform;

  JpegColour(int components, int adobeTransform) {
    this.components = components;
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

  /** How many numbers a pixel has. */
  int components() {
    return components;
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

  /** The JFIF matrix, ITU-T T.871: 0xRRGGBB. */
  static int rgbOfYcc(int luma, int blue, int red) {
    double cb = blue - 128;
    double cr = red - 128;
    return clamp(luma + 1.402 * cr) << 16
        | clamp(luma - 0.344136 * cb - 0.714136 * cr) << 8
        | clamp(luma + 1.772 * cb);
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
