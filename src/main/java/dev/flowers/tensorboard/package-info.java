/**
 * Writes a training's loss, accuracy and learning rate as TensorBoard event files: {@link
 * dev.flowers.tensorboard.TrainingLog}.
 *
 * <p>API: all public types.
 */
@NullMarked
package dev.flowers.tensorboard;

import org.jspecify.annotations.NullMarked;
