package dev.flowers.report;

import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The page's own style sheet or script. */
record PageResource(String text) {
  static PageResource read(String name) {
    try (InputStream in = PageResource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name + ", which every report needs");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      // A browser hashes what its parser made of the text, and that has no carriage returns.
      return new PageResource(text.replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name + " from the jar", e);
    }
  }

  /** How a Content-Security-Policy names it: a browser that knows the hash runs nothing else. */
  String policy() {
    byte[] hash = new Sha256().update(text.getBytes(StandardCharsets.UTF_8)).digest();
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }
}
