/**
 * Image classification by transfer learning on the Deep Java Library.
 *
 * <p>Photos in folders go in, a classifier in DJL's model zoo comes out.
 */
@NullMarked
package dev.flowers;

import org.jspecify.annotations.NullMarked;
