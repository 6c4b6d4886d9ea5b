package dev.flowers.evaluation;

/**
 * How many photos of one class were predicted as another.
 *
 * @param actual the true class, an index into the class names
 * @param predicted the class that they were given, another one
 * @param count how many photos, at least 1
 */
public record ConfusedPair(int actual, int predicted, int count) {}
