package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture as a file's bytes, in memory.
 *
 * @param type its media type
 * @param bytes not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, and compared by nobody
public record EncodedPicture(String type, byte[] bytes) {

  /**
   * Encodes a picture with loss.
   *
   * @param image without transparency
   * @param quality in [0,1]
   */
  public static EncodedPicture jpeg(BufferedImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(quality);
    return new EncodedPicture("image/jpeg", encode(image, writer, parameters));
  }

  /** Encodes a picture without loss. */
  public static EncodedPicture png(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    return new EncodedPicture("image/png", encode(image, writer, writer.getDefaultWriteParam()));
  }

  private static byte[] encode(
      BufferedImage image, ImageWriter writer, ImageWriteParam parameters) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new AssertionError(
          String.format(
              Locale.ROOT, "a %d×%d picture in memory", image.getWidth(), image.getHeight()),
          e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The picture within an address: {@code data:image/jpeg;base64,…}. */
  public String dataUri() {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
