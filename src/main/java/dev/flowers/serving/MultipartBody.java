package dev.flowers.serving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Blocker;

/** The photo of a request: its body, or the one part of a multipart form. */
final class MultipartBody {
  private static final String TYPE = "multipart/form-data";

  /** Forms have a photo and perhaps a few fields. */
  private static final int PARTS = 16;

  private MultipartBody() {}

  static byte[] photo(Call call) throws RequestException {
    String type = call.header("content-type");
    byte[] photo = type.toLowerCase(Locale.ROOT).startsWith(TYPE) ? part(call, type) : call.body();
    if (photo.length == 0) {
      throw JsonBody.wrong("photo", "no bytes", "an image file's");
    }
    return photo;
  }

  private static byte[] part(Call call, String type) throws RequestException {
    MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary(type));
    parser.setMaxParts(PARTS);
    // Below zero: never into a file.
    parser.setMaxMemoryFileSize(-1);
    parser.setMaxFileSize(-1);
    parser.setMaxLength(-1);
    try (MultiPartFormData.Parts parts = parse(parser, call.body())) {
      for (MultiPart.Part part : parts) {
        if (part.getFileName() != null || parts.size() == 1) {
          ByteBuffer bytes = Content.Source.asByteBuffer(part.createContentSource());
          byte[] photo = new byte[bytes.remaining()];
          bytes.get(photo);
          return photo;
        }
      }
      throw JsonBody.wrong("form", "no file", "a part with a file name");
    } catch (IOException e) {
      throw JsonBody.wrong("body", "no whole form", "multipart/form-data");
    }
  }

  private static String boundary(String type) throws RequestException {
    String boundary;
    try {
      boundary = MultiPart.extractBoundary(type);
    } catch (IllegalArgumentException unterminatedQuote) {
      boundary = null;
    }
    if (boundary == null || boundary.isEmpty()) {
      throw JsonBody.wrong("Content-Type", "no boundary", "multipart/form-data with one");
    }
    return boundary;
  }

  private static MultiPartFormData.Parts parse(MultiPartFormData.Parser parser, byte[] body)
      throws IOException {
    try {
      return Blocker.blockWithPromise(
          promise -> parser.parse(Content.Source.from(ByteBuffer.wrap(body)), promise));
    } catch (RuntimeException e) {
      throw new IOException(e); // what the parser finds wrong has several types
    }
  }
}
