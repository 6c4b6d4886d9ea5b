/**
 * Photo sets: folders of class folders, their labels, and the split into training, validation and
 * test parts.
 */
@NullMarked
package dev.flowers.dataset;

import org.jspecify.annotations.NullMarked;
