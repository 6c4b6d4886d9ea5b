/**
 * Tells photos of unknown classes: those that are far from all training photos, and those of which
 * no class is probable enough.
 *
 * <p>API: all public types.
 *
 * <p>{@link dev.flowers.novelty.NoveltyDetector} is fitted to the embeddings that a head was
 * trained on, travels with the published model, and needs neither them nor an engine. {@link
 * dev.flowers.novelty.UnknownOptions} say how often a known photo may be called unknown; {@link
 * dev.flowers.novelty.LeaveClassOut} measures how well a class is noticed that was not trained on.
 */
@NullMarked
package dev.flowers.novelty;

import org.jspecify.annotations.NullMarked;
