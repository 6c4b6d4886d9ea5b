package dev.flowers.image;

import org.jspecify.annotations.Nullable;

/** The colour space of a TIFF. */
final class TiffColour {

  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int SEPARATED = 5;
  private static final int YCBCR = 6;

  private static final int CMYK_INK_SET = 1;
  private static final int ASSOCIATED_ALPHA = 1;
  private static final int UNASSOCIATED_ALPHA = 2;

  private final int photometric;
  private final int max;
  private final int alpha;
  private final int[] palette;

  private TiffColour(int photometric, int max, int alpha, int[] palette) {
    this.photometric = photometric;
    this.max = max;
    this.alpha = alpha;
    this.palette = palette;
  }

  /**
   * Reads the colours from a directory.
   *
   * @throws UnreadableImageException if they are of a kind that is not known here
   */
  static TiffColour of(TiffDirectory directory, TiffLayout layout, String name)
      throws UnreadableImageException {
    int photometric = directory.first(TiffTag.PHOTOMETRIC, -1, name);
    int colours =
        switch (photometric) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO, PALETTE -> 1;
          case RGB, YCBCR -> 3;
          case SEPARATED -> 4;
          default ->
              throw new UnreadableImageException(
                  name,
                  "a TIFF file of " + described(photometric),
                  "black and white, grey, palette, RGB, CMYK or YCbCr; convert it to JPEG or PNG");
        };
    if (layout.samples() < colours) {
      throw new UnreadableImageException(
          name,
          "a TIFF file with " + layout.samples() + " samples a pixel",
          "at least " + colours + " for its colours");
    }
    if (photometric == SEPARATED && directory.first(TiffTag.INK_SET, 1, name) != CMYK_INK_SET) {
      throw new UnreadableImageException(name, "a TIFF file with other inks", "CMYK");
    }
    if (photometric == YCBCR) {
      requirePlainYcc(directory, name);
    }
    int[] palette = new int[0];
    if (photometric == PALETTE) {
      palette = palette(directory, layout, name);
    }
    int alpha =
        layout.samples() == colours ? 0 : alpha(directory, photometric, layout, colours, name);
    return new TiffColour(photometric, (1 << layout.bits()) - 1, alpha, palette);
  }

  /** The colour of a JPEG inside; null if no JPEG of three components or one has it. */
  @Nullable JpegColour inJpeg(TiffLayout layout) {
    if (layout.samplesTogether() == 1) {
      return JpegColour.GREY;
    }
    if (layout.samples() != 3) {
      return null;
    }
    return photometric == YCBCR ? JpegColour.YCC : JpegColour.RGB;
  }

  /** These colours when a JPEG codec has made RGB of YCbCr. */
  TiffColour afterJpeg() {
    return photometric == YCBCR ? new TiffColour(RGB, max, alpha, palette) : this;
  }

  /** Mixes 0xRRGGBB from the samples of a pixel. */
  int rgb(int[] samples, int at) {
    return switch (photometric) {
      case PALETTE -> palette[samples[at]];
      case WHITE_IS_ZERO -> {
        int grey = 255 - toByte(samples[at]);
        yield overWhite(grey, grey, grey, samples, at + 1);
      }
      case BLACK_IS_ZERO -> {
        int grey = toByte(samples[at]);
        yield overWhite(grey, grey, grey, samples, at + 1);
      }
      case SEPARATED -> {
        int light = 255 - toByte(samples[at + 3]);
        yield overWhite(
            mix(samples[at], light),
            mix(samples[at + 1], light),
            mix(samples[at + 2], light),
            samples,
            at + 4);
      }
      case YCBCR -> {
        int ycc =
            JpegColour.rgbOfYcc(
                toByte(samples[at]), toByte(samples[at + 1]), toByte(samples[at + 2]));
        yield overWhite(ycc >> 16, ycc >> 8 & 0xFF, ycc & 0xFF, samples, at + 3);
      }
      default ->
          overWhite(
              toByte(samples[at]),
              toByte(samples[at + 1]),
              toByte(samples[at + 2]),
              samples,
              at + 3);
    };
  }

  private int overWhite(int red, int green, int blue, int[] samples, int alphaAt) {
    if (alpha == UNASSOCIATED_ALPHA) {
      return RgbImages.overWhite(toByte(samples[alphaAt]), red, green, blue);
    }
    if (alpha == ASSOCIATED_ALPHA) {
      int white = 255 - toByte(samples[alphaAt]);
      return Math.min(255, red + white) << 16
          | Math.min(255, green + white) << 8
          | Math.min(255, blue + white);
    }
    return red << 16 | green << 8 | blue;
  }

  private int mix(int ink, int light) {
    return ((255 - toByte(ink)) * light + 127) / 255;
  }

  private int toByte(int sample) {
    return RgbImages.toByte(sample, max);
  }

  private static int[] palette(TiffDirectory directory, TiffLayout layout, String name)
      throws UnreadableImageException {
    if (layout.bits() > 8) {
      throw new UnreadableImageException(
          name, "a TIFF file with a palette for " + layout.bits() + " bits", "at most 8");
    }
    int size = 1 << layout.bits();
    long[] map = directory.present(TiffTag.COLOR_MAP, 3 * size, name);
    if (map.length < 3 * size) {
      throw new UnreadableImageException(
          name, "a TIFF file with a palette of " + map.length + " numbers", 3 * size + " numbers");
    }
    int[] palette = new int[size];
    for (int i = 0; i < size; i++) {
      palette[i] = high(map[i]) << 16 | high(map[size + i]) << 8 | high(map[2 * size + i]);
    }
    return palette;
  }

  private static int high(long sixteenBits) {
    return (int) (sixteenBits >> 8) & 0xFF;
  }

  private static int alpha(
      TiffDirectory directory, int photometric, TiffLayout layout, int colours, String name)
      throws UnreadableImageException {
    if (photometric == PALETTE) {
      return 0;
    }
    // RGB with a fourth sample that nothing is said of has been written for RGBA.
    int absent = photometric == RGB && layout.samples() == colours + 1 ? UNASSOCIATED_ALPHA : 0;
    return directory.first(TiffTag.EXTRA_SAMPLES, absent, name);
  }

  private static void requirePlainYcc(TiffDirectory directory, String name)
      throws UnreadableImageException {
    // JPEG undoes its own subsampling.
    boolean jpeg = directory.first(TiffTag.COMPRESSION, 1, name) == TiffCompression.JPEG.code();
    long[] sampling = directory.integers(TiffTag.YCBCR_SUB_SAMPLING, 2);
    boolean full = sampling.length == 2 && sampling[0] == 1 && sampling[1] == 1;
    if (!jpeg && !full) {
      throw new UnreadableImageException(
          name,
          "a TIFF file with subsampled YCbCr without JPEG compression",
          "YCbCr with JPEG compression, or RGB; convert it to JPEG or PNG");
    }
  }

  private static String described(int photometric) {
    return switch (photometric) {
      case -1 -> "unknown colours";
      case 4 -> "a transparency mask";
      case 8, 9, 10 -> "L*a*b* colours";
      case 32_803, 34_892 -> "camera raw data";
      case 32_844, 32_845 -> "LogLuv colours";
      default -> "colours " + photometric;
    };
  }
}
