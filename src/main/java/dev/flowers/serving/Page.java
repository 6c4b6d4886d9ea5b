package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The files that a browser loads: the page, its style and its script; and the OpenAPI document. */
final class Page {
  /** What the page's HTML has where the longest body stands. */
  private static final String BODY_BYTES = "{{bodyBytes}}";

  /**
   * What the page may do: load its own files, talk to this server, and show pictures that it has
   * itself. Nothing in its text runs, and no other site may frame it.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' blob: data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private Page() {}

  /**
   * The page.
   *
   * @param bodyBytes the longest body, so that the page need not send a longer one
   */
  static Action html(int bodyBytes) {
    byte[] html =
        new String(read("page.html"), UTF_8)
            .replace(BODY_BYTES, String.valueOf(bodyBytes))
            .getBytes(UTF_8);
    Reply reply = reply("text/html; charset=utf-8", html);
    return call -> () -> reply;
  }

  /** Another file. */
  static Action file(String name, String type) {
    Reply reply = reply(type, read(name));
    return call -> () -> reply;
  }

  private static Reply reply(String type, byte[] body) {
    return new Reply(
        200,
        Map.of(
            "Content-Type", type,
            "Content-Security-Policy", POLICY,
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-cache"),
        body);
  }

  private static byte[] read(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name + ", which the server needs");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name + " from the jar", e);
    }
  }
}
