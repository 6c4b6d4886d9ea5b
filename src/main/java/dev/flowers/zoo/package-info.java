/**
 * Trained classifiers as versions in a DJL model zoo: publishing, finding and {@linkplain
 * dev.flowers.zoo.LoadedModel loading} them. {@link dev.flowers.zoo.SavedModelExport} exports one
 * as a TensorFlow SavedModel.
 */
@NullMarked
package dev.flowers.zoo;

import org.jspecify.annotations.NullMarked;
