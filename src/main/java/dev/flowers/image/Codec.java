package dev.flowers.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Image readers, made safe: whatever goes wrong in one is a checked exception. */
final class Codec {

  private Codec() {}

  /** What to ask of a reader that is open at the file's start. */
  @FunctionalInterface
  interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  /**
   * Decodes with the reader of a format, ignoring metadata.
   *
   * @throws UnreadableImageException if the reader fails or warns that pixels are lost
   */
  static <T> T decode(ImageFormat format, byte[] bytes, String name, Reading<T> reading)
      throws UnreadableImageException {
    List<String> warnings = new ArrayList<>();
    T result;
    try (ImageInputStream in = input(format, bytes)) {
      ImageReader reader = provider(format).createReaderInstance();
      try {
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(in, true, true);
        result = reading.from(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The readers answer damaged input with all kinds of RuntimeException.
      throw new UnreadableImageException(
          name,
          "damaged " + format + " data (" + described(e) + ")",
          "a whole " + format + " image",
          e);
    }
    for (String warning : warnings) {
      if (losesPixels(warning)) {
        throw new UnreadableImageException(
            name, "damaged " + format + " data (" + warning + ")", "a whole " + format + " image");
      }
    }
    return result;
  }

  // In memory: ImageIO's default stream would write each photo to a temporary file first.
  private static ImageInputStream input(ImageFormat format, byte[] bytes) {
    return format == ImageFormat.WEBP
        ? new WebpInput(bytes)
        : new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  private static String described(Exception e) {
    String message = e.getMessage();
    if (e instanceof IIOException && message != null) {
      return e.getCause() == null ? message : message + ": " + e.getCause();
    }
    return e.toString();
  }

  // Warnings of libjpeg, in English on every machine. These two are about harmless habits of some
  // cameras; every other one means that grey or garbage stands where pixels should be.
  private static boolean losesPixels(String warning) {
    return !warning.contains("extraneous bytes before marker")
        && !warning.contains("Invalid SOS parameters");
  }

  // Named here, not found: what other readers on the class path do with damaged files is not known,
  // and which there are depends on the thread's class loader.
  private static ImageReaderSpi provider(ImageFormat format) {
    return format == ImageFormat.WEBP ? new WebPImageReaderSpi() : providerInJdk(format);
  }

  private static ImageReaderSpi providerInJdk(ImageFormat format) {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getClass().getModule() == ImageReaderSpi.class.getModule()
          && Arrays.stream(provider.getFormatNames()).anyMatch(format.name()::equals)) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "found no " + format + " reader in this Java, expected the one of module java.desktop");
  }
}
