package dev.flowers.image;

/**
 * A picture in a WebP file.
 *
 * @param left columns of the canvas to its left
 * @param top rows of the canvas above it
 * @param alpha the body of its alpha chunk; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record WebpFrame(int left, int top, WebpBitstream bitstream, byte[] alpha) {

  int width() {
    return bitstream.width();
  }

  int height() {
    return bitstream.height();
  }

  /** Whether alpha is kept apart from the colours; a lossless bitstream has its own. */
  boolean hasAlpha() {
    return alpha.length > 0 && !bitstream.lossless();
  }
}
