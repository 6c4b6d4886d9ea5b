package dev.flowers.serving;

/** A photo of a request. */
@SuppressWarnings("ArrayRecordComponent") // handed over, not copied: a request has up to 16 MiB
sealed interface Photo {
  /**
   * An image file.
   *
   * @param bytes of any format that is decoded
   */
  record Encoded(byte[] bytes) implements Photo {}

  /**
   * A decoded photo, to be cropped and scaled.
   *
   * @param rgb height × width × 3
   */
  record Pixels(int width, int height, byte[] rgb) implements Photo {}

  /**
   * A photo as the network takes it.
   *
   * @param unitRgb side × side × 3, in [0,1]
   */
  record Square(float[] unitRgb) implements Photo {}
}
