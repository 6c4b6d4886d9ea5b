/**
 * The head: the small dense network that is trained on the trunk's embeddings.
 *
 * <p>API: all public types but {@code HeadOption}, which is internal.
 *
 * <p>A {@link dev.flowers.head.HeadTrainer} takes {@link dev.flowers.head.HeadOptions}, an
 * embedding file and a split, runs a DJL {@code Trainer} on the PyTorch engine, and returns a
 * {@link dev.flowers.head.TrainedHead}: one or two {@linkplain dev.flowers.trunk.DenseLayer layers}
 * of plain floats that need no engine, with the {@link dev.flowers.head.Provenance} of how they
 * came about.
 */
@NullMarked
package dev.flowers.head;

import org.jspecify.annotations.NullMarked;
