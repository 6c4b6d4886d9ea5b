package dev.flowers.download;

import java.io.IOException;
import java.io.OutputStream;

/** How an honest server answers for one file: ranges, their conditions, lengths and tags. */
final class ServedFile {
  private final byte[] bytes;
  private final String etag;

  ServedFile(byte[] bytes, String etag) {
    this.bytes = bytes.clone();
    this.etag = etag;
  }

  /** Answers in full. */
  void answer(LoopbackServer.Request request, OutputStream out) throws IOException {
    answer(request, out, Integer.MAX_VALUE);
  }

  /** Answers, and breaks off behind so many bytes of the body. */
  void answer(LoopbackServer.Request request, OutputStream out, int most) throws IOException {
    int from = request.from();
    String condition = request.headers().getOrDefault("If-Range", etag);
    if (!condition.equals(etag)) {
      from = 0;
    }
    if (from > 0 && from >= bytes.length) {
      LoopbackServer.head(
          out, "416 Range Not Satisfiable", "Content-Range: bytes */" + bytes.length);
      return;
    }
    int length = bytes.length - from;
    if (from == 0) {
      LoopbackServer.head(out, "200 OK", "ETag: " + etag, "Content-Length: " + length);
    } else {
      LoopbackServer.head(
          out,
          "206 Partial Content",
          "ETag: " + etag,
          "Content-Length: " + length,
          "Content-Range: bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
    }
    out.write(bytes, from, Math.min(length, most));
  }
}
