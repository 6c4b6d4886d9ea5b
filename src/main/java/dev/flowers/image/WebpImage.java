package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A WebP file; of an animation the first frame, at its place on a white canvas.
 *
 * <p>TwelveMonkeys' codec passes a lossless picture whose data end early, takes alpha that is not
 * compressed for none, and applies colour profiles. So it is handed one bare bitstream at a time;
 * container, alpha, orientation and the end of the data are looked after here.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP Container
 *     Specification</a>
 */
final class WebpImage implements EncodedImage {

  private final String name;
  private final WebpChunks chunks;

  private WebpImage(String name, WebpChunks chunks) {
    this.name = name;
    this.chunks = chunks;
  }

  static WebpImage parse(byte[] bytes, String name) throws UnreadableImageException {
    return new WebpImage(name, WebpChunks.read(bytes, name));
  }

  @Override
  public int width() {
    return chunks.width();
  }

  @Override
  public int height() {
    return chunks.height();
  }

  @Override
  public BufferedImage decode() throws UnreadableImageException {
    WebpFrame frame = chunks.frame();
    BufferedImage picture = RgbImages.of(frame.bitstream().decode(name));
    if (frame.hasAlpha()) {
      layOverWhite(picture, WebpAlpha.decode(frame.alpha(), frame.width(), frame.height(), name));
    }
    return chunks.orientation().applyTo(onCanvas(picture, frame));
  }

  private static void layOverWhite(BufferedImage picture, byte[] alpha) {
    int[] pixels = RgbImages.pixels(picture);
    for (int i = 0; i < pixels.length; i++) {
      int rgb = pixels[i];
      pixels[i] =
          RgbImages.overWhite(alpha[i] & 0xFF, rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF);
    }
  }

  private BufferedImage onCanvas(BufferedImage picture, WebpFrame frame) {
    if (frame.width() == width() && frame.height() == height()) {
      return picture;
    }
    BufferedImage canvas = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    int[] out = RgbImages.pixels(canvas);
    Arrays.fill(out, 0xFFFFFF);
    int[] in = RgbImages.pixels(picture);
    for (int y = 0; y < frame.height(); y++) {
      int to = (frame.top() + y) * width() + frame.left();
      System.arraycopy(in, y * frame.width(), out, to, frame.width());
    }
    return canvas;
  }
}
