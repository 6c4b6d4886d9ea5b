package dev.flowers.serving;

import dev.flowers.image.ImageDecoder;
import dev.flowers.image.ImageMemoryException;
import dev.flowers.image.UnreadableImageException;
import java.awt.image.BufferedImage;

/** Decodes the photos of requests; what is wrong with one becomes a {@link RequestException}. */
record PhotoReader(ImageDecoder decoder) {
  static PhotoReader limitedTo(ServingOptions options) {
    return new PhotoReader(ImageDecoder.limitedTo(options.pixels()));
  }

  /**
   * Decodes.
   *
   * @param called what the photo is called in messages
   */
  BufferedImage read(byte[] photo, String called) throws RequestException {
    try {
      return decoder.decode(photo, called);
    } catch (UnreadableImageException e) {
      throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (ImageMemoryException e) {
      throw new RequestException(RequestException.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }
}
