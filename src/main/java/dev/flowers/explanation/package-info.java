/**
 * Why a model answered what it did: which parts of a photo the answer hangs on, and which training
 * photos the network finds most like it.
 *
 * <p>{@link dev.flowers.explanation.Explainer} is the way in. {@link
 * dev.flowers.explanation.Occlusion} hides the photo piece by piece and gives an {@link
 * dev.flowers.explanation.OcclusionMap}; {@link dev.flowers.explanation.TrainingPhotos} finds the
 * nearest codes; {@link dev.flowers.explanation.ExplanationPicture} draws both.
 */
@NullMarked
package dev.flowers.explanation;

import org.jspecify.annotations.NullMarked;
