package dev.flowers.serving;

import java.util.List;

/**
 * The answer to a photo.
 *
 * @param version the model's version that gave it
 * @param classes the names of the classes, in the network's order
 * @param probabilities of each class, in [0,1]
 */
record Answer(int version, List<String> classes, List<Double> probabilities) {
  Answer {
    classes = List.copyOf(classes);
    probabilities = List.copyOf(probabilities);
  }
}
