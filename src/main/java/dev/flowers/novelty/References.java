package dev.flowers.novelty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The training photos that photos are compared with, and the centres of their classes. Immutable.
 */
final class References {
  /** How many of the nearest count: one alone may be a stray, or wrongly labelled. */
  static final int NEIGHBOURS = 3;

  private final List<Reference> photos;
  private final QuantizedMatrix places;

  /** For each class the mean of its references' places, of length 1. */
  private final float[][] centres;

  /**
   * A reference.
   *
   * @param path where it was, below the folder of photos; empty when unknown
   * @param className its class
   */
  record Reference(String path, String className) {}

  /**
   * Takes photos and their places.
   *
   * @param places [photos, dimensions], each of length 1; at least one
   */
  References(List<Reference> photos, QuantizedMatrix places) {
    this.photos = List.copyOf(photos);
    this.places = places;
    Map<String, float[]> sums = new LinkedHashMap<>();
    for (int i = 0; i < photos.size(); i++) {
      float[] sum =
          sums.computeIfAbsent(photos.get(i).className(), name -> new float[places.columns()]);
      places.addRow(i, sum);
    }
    this.centres = sums.values().stream().map(NoveltySpace::direction).toArray(float[][]::new);
  }

  List<Reference> photos() {
    return photos;
  }

  QuantizedMatrix places() {
    return places;
  }

  /**
   * Returns how far a place is: the mean of its distance to the nearest references and of that to
   * the nearest class centre. The first alone follows every stray photo, the second alone takes
   * each class for one cloud: together they told classes left out from known ones better than
   * either.
   */
  double distance(float[] place) {
    double[] nearest = Arrays.stream(distances(place)).sorted().limit(NEIGHBOURS).toArray();
    double toPhotos = Arrays.stream(nearest).average().orElseThrow();
    double toCentre =
        Arrays.stream(centres).mapToDouble(centre -> distance(place, centre)).min().orElseThrow();
    return (toPhotos + toCentre) / 2;
  }

  /** Returns the nearest references, the nearest first; of equal ones the first. */
  List<NearPhoto> nearest(float[] place, int count) {
    double[] distances = distances(place);
    List<NearPhoto> nearest = new ArrayList<>();
    IntStream.range(0, distances.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distances[i]))
        .limit(count)
        .forEach(
            i ->
                nearest.add(
                    new NearPhoto(photos.get(i).path(), photos.get(i).className(), distances[i])));
    return nearest;
  }

  /** To each reference: 1 less the cosine. Rounding must not make it negative. */
  private double[] distances(float[] place) {
    float[] cosines = places.times(place);
    double[] distances = new double[cosines.length];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.max(0, 1 - (double) cosines[i]);
    }
    return distances;
  }

  private static double distance(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return Math.max(0, 1 - dot);
  }
}
