package dev.flowers.evaluation;

/**
 * A suspected label error, a photo that may be in the wrong class folder: the classifier gives
 * another class a higher probability than it gives that class's own photos on average.
 *
 * @param photo its index
 * @param label its class by its folder, an index into the class names
 * @param suggested the class that it looks like, another one
 * @param probability of the suggested class, in [0,1]
 * @param threshold the mean probability that photos labelled {@code suggested} are given for it, in
 *     [0,1]; at most {@code probability}
 * @param margin the suggested class's probability less the label's, in [−1,1]
 */
public record LabelSuspect(
    int photo, int label, int suggested, double probability, double threshold, double margin) {}
