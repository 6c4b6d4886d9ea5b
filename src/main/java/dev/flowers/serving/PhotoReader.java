package dev.flowers.serving;

import dev.flowers.image.ImageDecoder;
import dev.flowers.image.ImageMemoryException;
import dev.flowers.image.UnreadableImageException;
import java.awt.image.BufferedImage;

/** Decodes the photos of requests; what is wrong with one becomes a {@link RequestException}. */
record PhotoReader(ImageDecoder decoder, long pixels) {
  private static final int CHANNELS = 3;

  static PhotoReader limitedTo(ServingOptions options) {
    return new PhotoReader(ImageDecoder.limitedTo(options.pixels()), options.pixels());
  }

  /**
   * Decodes.
   *
   * @param photo that the network does not take as it is
   * @param called what the photo is called in messages
   */
  BufferedImage read(Photo photo, String called) throws RequestException {
    if (photo instanceof Photo.Encoded file) {
      return decoded(file.bytes(), called);
    }
    if (photo instanceof Photo.Pixels image) {
      return image(image, called);
    }
    throw new IllegalArgumentException("found a square, expected a photo to crop");
  }

  private BufferedImage decoded(byte[] photo, String called) throws RequestException {
    try {
      return decoder.decode(photo, called);
    } catch (UnreadableImageException e) {
      throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (ImageMemoryException e) {
      throw new RequestException(RequestException.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private BufferedImage image(Photo.Pixels photo, String called) throws RequestException {
    int width = photo.width();
    int height = photo.height();
    if ((long) width * height > pixels) {
      throw JsonBody.wrong(
          called, (long) width * height + " pixels", "at most " + pixels + " pixels");
    }
    int[] colours = new int[width * height];
    byte[] rgb = photo.rgb();
    for (int i = 0, at = 0; i < colours.length; i++, at += CHANNELS) {
      colours[i] = (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.getRaster().setDataElements(0, 0, width, height, colours);
    return image;
  }
}
