package dev.flowers.novelty;

/**
 * What a validation photo got, which is of one of the model's classes and was not trained on.
 *
 * @param distance its mean distance to its nearest references
 * @param probability that of its most probable class
 * @param right whether that class is its own
 */
record KnownPhoto(double distance, double probability, boolean right) {}
