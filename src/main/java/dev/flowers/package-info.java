/**
 * Image classification by transfer learning on the Deep Java Library.
 *
 * <p>API, and the place to start for prediction: {@link dev.flowers.FlowerClassifier}.
 *
 * <p>Photos in folders go in, a classifier in DJL's model zoo comes out.
 */
@NullMarked
package dev.flowers;

import org.jspecify.annotations.NullMarked;
