/** Photo sets: folders of class folders, and which photos are for training, validation and test. */
@NullMarked
package dev.flowers.dataset;

import org.jspecify.annotations.NullMarked;
