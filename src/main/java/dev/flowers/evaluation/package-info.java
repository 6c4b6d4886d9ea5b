/**
 * How good a classifier is on photos that it has not seen: the figures that follow from its
 * probabilities and the true classes.
 *
 * <p>{@link dev.flowers.evaluation.Evaluation} is where to begin: accuracy with its interval,
 * precision and recall through the {@link dev.flowers.evaluation.ConfusionMatrix}, the {@link
 * dev.flowers.evaluation.Calibration} of the confidences, the hardest photos, and the photos whose
 * label is suspect. It knows photos by their index alone; what they are called and how they look is
 * the business of {@link dev.flowers.evaluation.report}.
 */
@NullMarked
package dev.flowers.evaluation;

import org.jspecify.annotations.NullMarked;
