/**
 * Metrics of a classifier on photos that it was not trained on: the confusion matrix and the
 * metrics that follow from it, confidence intervals, calibration, the photos with the highest loss
 * and the suspected label errors; as text and as JSON.
 *
 * <p>API: all public types.
 */
@NullMarked
package dev.flowers.evaluation;

import org.jspecify.annotations.NullMarked;
