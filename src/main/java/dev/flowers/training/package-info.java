/**
 * The pipeline from photos to a published model, for programs and for the command line.
 *
 * <p>API, and the place to start for training: all public types but {@code Stopwatch}, which is
 * internal.
 *
 * <p>{@link dev.flowers.training.TrainingPipeline} is the place to start: photos or embeddings in,
 * a {@link dev.flowers.training.TrainingResult} out. {@link dev.flowers.training.DataPreparation}
 * has the steps that come before training, {@link dev.flowers.training.ModelEvaluator} measures a
 * model that was published before, {@link dev.flowers.training.ModelDiff} compares two. All tell a
 * {@link dev.flowers.training.PipelineListener} what they do, and take the home's lock themselves.
 */
@NullMarked
package dev.flowers.training;

import org.jspecify.annotations.NullMarked;
