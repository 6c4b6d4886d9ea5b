/**
 * Trained classifiers as versions in a DJL model zoo: publishing, promoting, finding and
 * {@linkplain dev.flowers.zoo.LoadedModel loading} them. {@link dev.flowers.zoo.ModelExport}
 * exports one as a TensorFlow SavedModel.
 *
 * <p>API: all public types but those that DJL makes by name or service file, and {@code Versions},
 * which are internal.
 */
@NullMarked
package dev.flowers.zoo;

import org.jspecify.annotations.NullMarked;
