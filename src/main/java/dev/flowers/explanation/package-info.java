/**
 * Explains predictions: occlusion sensitivity maps, and the training photos whose embeddings are
 * most similar to the photo's.
 *
 * <p>API: all public types.
 *
 * <p>{@link dev.flowers.explanation.Explainer} is the place to start. {@link
 * dev.flowers.explanation.Occlusion} hides the photo piece by piece and gives an {@link
 * dev.flowers.explanation.OcclusionMap}; {@link dev.flowers.explanation.TrainingPhotos} finds the
 * nearest embeddings; {@link dev.flowers.explanation.ExplanationPicture} draws both.
 */
@NullMarked
package dev.flowers.explanation;

import org.jspecify.annotations.NullMarked;
