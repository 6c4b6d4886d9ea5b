/** A training's figures as TensorBoard reads them: {@link dev.flowers.tensorboard.TrainingLog}. */
@NullMarked
package dev.flowers.tensorboard;

import org.jspecify.annotations.NullMarked;
