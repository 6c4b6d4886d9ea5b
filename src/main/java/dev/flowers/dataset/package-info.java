/**
 * Photo sets: folders of class folders, their labels, and the split into training, validation and
 * test parts.
 *
 * <p>API: all public types but {@code PhotoWalk}, which is internal.
 */
@NullMarked
package dev.flowers.dataset;

import org.jspecify.annotations.NullMarked;
