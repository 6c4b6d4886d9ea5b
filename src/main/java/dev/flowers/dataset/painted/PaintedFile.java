package dev.flowers.dataset.painted;

import dev.flowers.storage.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * One painted picture on disk: a JPEG whose first segment is a comment that says what it is, with
 * the CRC-32 of all bytes after it. So a complete file is told from a torn or a foreign one.
 */
record PaintedFile(FlowerKind kind, int number, long seed) {

  /** Counted up when the painting changes: older pictures are then painted anew. */
  private static final int VERSION = 1;

  private static final String MARK = "flowers-vgg16 painted sample";
  private static final float QUALITY = 0.88f;
  private static final int SOI_BYTES = 2;
  private static final int SEGMENT_HEADER_BYTES = 4;

  String name() {
    return String.format(Locale.ROOT, "%s-%04d.jpg", kind.folder, number);
  }

  /** Paints the picture unless it is there; it appears under its name when it is complete. */
  Path write(Path folder) throws IOException {
    Path file = folder.resolve(kind.folder).resolve(name());
    if (Files.exists(file)) {
      byte[] found = Files.readAllBytes(file);
      if (isComplete(found)) {
        return file;
      }
      if (found.length > 0 && !isPainted(found)) {
        throw new IOException(
            file + ": found a file that is not a painted picture, expected an empty folder");
      }
    }
    // Always the same name, so that the next run replaces what a killed one left.
    Path partial = file.resolveSibling(name() + ".partial");
    Files.write(partial, bytes());
    AtomicFile.replace(partial, file);
    return file;
  }

  private byte[] bytes() throws IOException {
    byte[] jpeg = encode(new Scene(kind, sceneSeed()).paint());
    byte[] comment = comment(jpeg);
    byte[] all = new byte[jpeg.length + comment.length];
    System.arraycopy(jpeg, 0, all, 0, SOI_BYTES);
    System.arraycopy(comment, 0, all, SOI_BYTES, comment.length);
    System.arraycopy(jpeg, SOI_BYTES, all, SOI_BYTES + comment.length, jpeg.length - SOI_BYTES);
    return all;
  }

  private long sceneSeed() {
    return seed * 1_000_003 + kind.folder.hashCode() * 10_007L + number;
  }

  private boolean isComplete(byte[] file) {
    byte[] comment = comment(new byte[SOI_BYTES]);
    int after = SOI_BYTES + comment.length;
    if (file.length < after) {
      return false;
    }
    byte[] jpeg = new byte[file.length - comment.length];
    System.arraycopy(file, after, jpeg, SOI_BYTES, file.length - after);
    return Arrays.equals(comment(jpeg), Arrays.copyOfRange(file, SOI_BYTES, after));
  }

  private static boolean isPainted(byte[] file) {
    int from = SOI_BYTES + SEGMENT_HEADER_BYTES;
    String head = new String(file, 0, Math.min(file.length, 80), StandardCharsets.ISO_8859_1);
    return head.startsWith(MARK, from);
  }

  /** The comment segment of a JPEG that has none yet. */
  private byte[] comment(byte[] jpeg) {
    CRC32 crc = new CRC32();
    crc.update(jpeg, SOI_BYTES, jpeg.length - SOI_BYTES);
    String text =
        String.format(
            Locale.ROOT,
            "%s, version %d, seed %d, %s, crc32 %08x",
            MARK,
            VERSION,
            seed,
            name(),
            crc.getValue());
    byte[] words = text.getBytes(StandardCharsets.US_ASCII);
    byte[] segment = new byte[SEGMENT_HEADER_BYTES + words.length];
    int length = words.length + 2;
    segment[0] = (byte) 0xFF;
    segment[1] = (byte) 0xFE;
    segment[2] = (byte) (length >> 8);
    segment[3] = (byte) length;
    System.arraycopy(words, 0, segment, SEGMENT_HEADER_BYTES, words.length);
    return segment;
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
