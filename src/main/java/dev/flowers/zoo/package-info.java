/** Trained classifiers as versions in a DJL repository: publishing, finding and opening them. */
@NullMarked
package dev.flowers.zoo;

import org.jspecify.annotations.NullMarked;
