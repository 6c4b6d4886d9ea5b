/**
 * Trained classifiers as versions in a DJL repository: publishing, finding and {@linkplain
 * dev.flowers.zoo.LoadedModel loading} them; and {@link dev.flowers.zoo.SavedModelExport}, which
 * writes one for those who have no such repository.
 */
@NullMarked
package dev.flowers.zoo;

import org.jspecify.annotations.NullMarked;
