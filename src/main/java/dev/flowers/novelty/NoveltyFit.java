package dev.flowers.novelty;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.TrainedHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Fits a detector to the embeddings of a head's training photos.
 *
 * @param file the embeddings
 * @param parts which part the photo of a row was in when the head was trained
 * @param head gives an embedding's probabilities
 */
record NoveltyFit(EmbeddingFile file, IntFunction<Split.Part> parts, UnaryOperator<float[]> head) {
  /** More make the model larger; as many classes have some of each all the same. */
  private static final int MOST_REFERENCES = 1000;

  private static final int MOST_VALIDATION = 1000;

  Optional<NoveltyDetector> fit() throws IOException {
    int[] validation = rows(Split.Part.VALIDATION);
    if (validation.length == 0) {
      return Optional.empty();
    }
    int[] chosen = references(rows(Split.Part.TRAIN));
    int[] labels = Arrays.stream(chosen).map(file::label).toArray();
    NoveltySpace space = NoveltySpace.fit(values(chosen), labels, file.classes().size());
    float[][] places = new float[chosen.length][];
    List<References.Reference> photos = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      places[i] = space.place(file.values(chosen[i]));
      photos.add(new References.Reference(file.path(chosen[i]), file.classes().get(labels[i])));
    }
    References references = new References(photos, QuantizedMatrix.of(places));
    return Optional.of(
        new NoveltyDetector(
            space, references, new KnownPhotos(known(space, references, validation))));
  }

  private int[] rows(Split.Part part) {
    return Arrays.stream(file.rowsById()).filter(row -> parts.apply(row) == part).toArray();
  }

  /** As many of each class as there are, in turn: a small class has its references, too. */
  private int[] references(int[] training) {
    int classes = file.classes().size();
    int most = Math.max(MOST_REFERENCES, References.NEIGHBOURS * classes);
    if (training.length <= most) {
      return training;
    }
    int[] left = new int[classes];
    for (int row : training) {
      left[file.label(row)]++;
    }
    int[] quota = quota(left, most);
    // Rows are in the order of their hashes, so the first ones are a random sample.
    return Arrays.stream(training).filter(row -> quota[file.label(row)]-- > 0).toArray();
  }

  private static int[] quota(int[] counts, int most) {
    int[] quota = new int[counts.length];
    int left = most;
    boolean given = true;
    while (given) {
      given = false;
      for (int label = 0; label < counts.length && left > 0; label++) {
        if (quota[label] < counts[label]) {
          quota[label]++;
          left--;
          given = true;
        }
      }
    }
    return quota;
  }

  private float[][] values(int[] rows) throws IOException {
    float[][] values = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      values[i] = file.values(rows[i]);
    }
    return values;
  }

  private List<KnownPhoto> known(NoveltySpace space, References references, int[] validation)
      throws IOException {
    List<KnownPhoto> known = new ArrayList<>();
    for (int row : Arrays.copyOf(validation, Math.min(MOST_VALIDATION, validation.length))) {
      float[] embedding = file.values(row);
      float[] probabilities = head.apply(embedding);
      int best = TrainedHead.mostProbable(probabilities);
      known.add(
          new KnownPhoto(
              references.distance(space.place(embedding)),
              probabilities[best],
              best == file.label(row)));
    }
    return known;
  }
}
