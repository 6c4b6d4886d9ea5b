/**
 * Decodes photos, and crops and scales them to the network's input.
 *
 * <p>API: all public types.
 *
 * <p>{@link dev.flowers.image.ImageDecoder} decodes a JPEG, PNG, GIF, BMP, TIFF or WebP file to an
 * upright RGB picture or says why it cannot; a truncated file is refused, never decoded in part.
 * {@link dev.flowers.image.SquareCrop} cuts the centre square and scales it as the original Python
 * demo did; {@link dev.flowers.image.SquareThumbnail} scales it for display.
 *
 * <p>How a file is decoded: the package walks through the file's own structure first (size,
 * completeness, orientation) and only then hands it to the JDK's codec. Colour profiles are not
 * applied: neither the demo nor the training of VGG16 did, so the stored numbers are what the
 * network knows.
 */
@NullMarked
package dev.flowers.image;

import org.jspecify.annotations.NullMarked;
