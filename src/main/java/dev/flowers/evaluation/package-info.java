/**
 * How good a classifier is on photos that it has not seen: the confusion matrix and the figures
 * that follow from it, intervals, calibration, the hardest photos and suspect labels, and their
 * text.
 */
@NullMarked
package dev.flowers.evaluation;

import org.jspecify.annotations.NullMarked;
