/**
 * From the bytes of a photo to the numbers that the network reads.
 *
 * <p>{@link dev.flowers.image.ImageDecoder} turns a JPEG, PNG or GIF file into an upright RGB
 * picture or says why it cannot; a file that ends early is refused, never decoded to a half-grey
 * picture. {@link dev.flowers.image.SquareCrop} cuts the centre square and scales it as the
 * original Python demo did; {@link dev.flowers.image.SquareThumbnail} does it for people to look
 * at.
 *
 * <p>How a file is decoded: the package walks through the file's own structure first (size,
 * completeness, orientation) and only then hands it to the JDK's codec. Colour profiles are not
 * applied: neither the demo nor the training of VGG16 did, so the stored numbers are what the
 * network knows.
 */
@NullMarked
package dev.flowers.image;

import org.jspecify.annotations.NullMarked;
