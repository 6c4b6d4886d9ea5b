/**
 * The painted sample: pictures of five kinds of flowers for a demo that needs no download. A
 * picture is a scene of a backdrop, foliage and flowers under some light, developed like a photo.
 *
 * <p>API: all public types.
 */
@NullMarked
package dev.flowers.dataset.painted;

import org.jspecify.annotations.NullMarked;
