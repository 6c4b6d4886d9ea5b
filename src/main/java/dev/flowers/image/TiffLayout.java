package dev.flowers.image;

import java.util.Arrays;

/**
 * Where a TIFF's samples lie: blocks, which are strips or tiles, of rows of samples.
 *
 * @param width of the image in pixels
 * @param height of the image in pixels
 * @param blockWidth of every block, also of one that reaches beyond the image
 * @param blockHeight of every block but the last strip
 * @param samples how many numbers a pixel has
 * @param bits of each sample, 1 to 16
 * @param planar whether the first samples of all pixels come first, in blocks of their own
 * @param offsets where each block begins in the file
 * @param byteCounts how long each block is; empty if the file does not say
 */
@SuppressWarnings("ArrayRecordComponent") // made once for one image, never compared
record TiffLayout(
    int width,
    int height,
    int blockWidth,
    int blockHeight,
    int samples,
    int bits,
    boolean planar,
    long[] offsets,
    long[] byteCounts) {

  private static final int MISSING = 0;
  private static final int MAX_SAMPLES = 16;
  private static final int PLANAR = 2;
  private static final int FLOATING_POINT = 3;
  // Tiles are hundreds of pixels wide. What a block may have more than its image is bounded by
  // this.
  private static final long MAX_SPARE_PIXELS = 1 << 24;

  /**
   * Reads the layout from a directory.
   *
   * @throws UnreadableImageException if something is missing, senseless or not supported
   */
  static TiffLayout of(TiffDirectory directory, String name) throws UnreadableImageException {
    return new Reader(directory, name).read();
  }

  /** How many samples of one pixel stand together in a block. */
  int samplesTogether() {
    return planar ? 1 : samples;
  }

  /** The bytes of one row of a block. */
  int rowBytes() {
    return (int) (((long) blockWidth * samplesTogether() * bits + 7) / 8);
  }

  int blocksAcross() {
    return ceil(width, blockWidth);
  }

  int blocksDown() {
    return ceil(height, blockHeight);
  }

  /** How many rows of the block at that height lie in the image. */
  int rows(int blockY) {
    return Math.min(blockHeight, height - blockY * blockHeight);
  }

  /** The number of a block in {@link #offsets}. */
  int index(int blockX, int blockY, int plane) {
    return (plane * blocksDown() + blockY) * blocksAcross() + blockX;
  }

  private static int ceil(int length, int part) {
    return (int) (((long) length + part - 1) / part);
  }

  /** One reading of a directory. */
  private static final class Reader {

    private final TiffDirectory directory;
    private final String name;

    Reader(TiffDirectory directory, String name) {
      this.directory = directory;
      this.name = name;
    }

    TiffLayout read() throws UnreadableImageException {
      int width = positive(TiffTag.IMAGE_WIDTH, "image width", MISSING);
      int height = positive(TiffTag.IMAGE_LENGTH, "image length", MISSING);
      int samples = positive(TiffTag.SAMPLES_PER_PIXEL, "samples per pixel", 1);
      if (samples > MAX_SAMPLES) {
        throw unsupported(samples + " samples a pixel", "at most " + MAX_SAMPLES);
      }
      int bits = same(TiffTag.BITS_PER_SAMPLE, samples, "bits per sample");
      int format = same(TiffTag.SAMPLE_FORMAT, samples, "sample formats");
      if (format == FLOATING_POINT) {
        throw unsupported("floating-point samples", "whole numbers of up to 16 bits");
      }
      if (format != 1 && format != 4) {
        throw unsupported("signed or complex samples", "unsigned numbers of up to 16 bits");
      }
      if (bits < 1 || bits > 16) {
        throw unsupported(bits + " bits a sample", "1 to 16");
      }
      boolean planar =
          samples > 1 && directory.first(TiffTag.PLANAR_CONFIGURATION, 1, name) == PLANAR;
      boolean tiled = directory.has(TiffTag.TILE_WIDTH);
      int blockWidth = tiled ? positive(TiffTag.TILE_WIDTH, "tile width", MISSING) : width;
      int blockHeight =
          tiled
              ? positive(TiffTag.TILE_LENGTH, "tile length", MISSING)
              : Math.min(height, positive(TiffTag.ROWS_PER_STRIP, "rows per strip", height));
      long spare = (long) blockWidth * Math.min(blockHeight, height) - (long) width * height;
      long rowBits = (long) blockWidth * samples * bits;
      if (spare > MAX_SPARE_PIXELS
          || rowBits / 8 * Math.min(blockHeight, height) > ImageStream.MAX_ARRAY_LENGTH) {
        throw unsupported(
            "strips or tiles of " + blockWidth + "×" + blockHeight + " pixels",
            "at most 2 GB in each, and none much larger than the image of " + width + "×" + height);
      }
      long blocks =
          (long) ceil(width, blockWidth) * ceil(height, blockHeight) * (planar ? samples : 1);
      int offsetsTag = tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS;
      if (!directory.has(offsetsTag) && tiled) {
        // Some programs write tiles under the tags of strips.
        offsetsTag = TiffTag.STRIP_OFFSETS;
      }
      int most = (int) Math.min(blocks, Integer.MAX_VALUE);
      long[] offsets = directory.integers(offsetsTag, most);
      if (offsets.length < blocks) {
        throw new UnreadableImageException(
            name,
            "a TIFF file with the places of " + offsets.length + " strips or tiles",
            "of all " + blocks);
      }
      return new TiffLayout(
          width,
          height,
          blockWidth,
          blockHeight,
          samples,
          bits,
          planar,
          offsets,
          byteCounts(tiled, most));
    }

    private long[] byteCounts(boolean tiled, int blocks) {
      long[] counts = new long[0];
      if (tiled) {
        counts = directory.integers(TiffTag.TILE_BYTE_COUNTS, blocks);
      }
      if (counts.length == 0) {
        counts = directory.integers(TiffTag.STRIP_BYTE_COUNTS, blocks);
      }
      return counts.length < blocks ? new long[0] : counts;
    }

    /** The value of a field that must be there, unless {@code absent} is positive. */
    private int positive(int tag, String what, int absent) throws UnreadableImageException {
      int value = directory.first(tag, absent, name);
      if (value < 1) {
        throw new UnreadableImageException(
            name,
            "a TIFF file " + (directory.has(tag) ? "of " + value + " " : "without ") + what,
            "at least 1");
      }
      return value;
    }

    private int same(int tag, int samples, String what) throws UnreadableImageException {
      if (!directory.has(tag)) {
        return 1;
      }
      long[] values = directory.present(tag, samples, name);
      if (Arrays.stream(values).distinct().count() > 1) {
        throw unsupported(what + " of " + Arrays.toString(values), "the same for all");
      }
      return directory.first(tag, 1, name);
    }

    private UnreadableImageException unsupported(String found, String expected) {
      return new UnreadableImageException(name, "a TIFF file with " + found, expected);
    }
  }
}
