package dev.flowers.explanation;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.Provenance;
import dev.flowers.storage.Quantity;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The embeddings of a model's training photos, in the TFRecord that it was trained on.
 *
 * <p>Each query reads all of them: some 10 ms for 1,000 photos; they are not kept in memory.
 * Thread-safe. Whoever opens it closes it.
 */
public final class TrainingPhotos implements AutoCloseable {
  private final EmbeddingFile file;
  private final ModelProvenance provenance;
  private final int[] rows;

  private TrainingPhotos(EmbeddingFile file, ModelProvenance provenance) {
    this.file = file;
    this.provenance = provenance;
    this.rows = rows(file, provenance.head());
  }

  /**
   * Opens the file that a model's provenance names.
   *
   * @throws IOException if it is gone, damaged, or was made by another trunk than the model's; the
   *     message names it and says what was found and expected
   */
  public static TrainingPhotos open(PublishedModel model) throws IOException {
    ModelProvenance provenance = model.provenance();
    Path tfrecord = Path.of(provenance.embeddings());
    EmbeddingFile file;
    try {
      file = EmbeddingFile.open(tfrecord);
    } catch (NoSuchFileException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: no such file, expected the embeddings that %s was trained on",
              tfrecord,
              model.reference()),
          e);
    }
    try {
      String found = file.info().trunk();
      String expected = provenance.head().trunk();
      if (!found.equals(expected)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: found embeddings of %s, expected those of trunk %s, which %s was trained behind",
                tfrecord,
                found.isEmpty() ? "an unknown trunk" : "trunk " + found,
                expected,
                model.reference()));
      }
      return new TrainingPhotos(file, provenance);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Which rows of the file are compared with: those of the training part. */
  private static int[] rows(EmbeddingFile file, Provenance head) {
    return Arrays.stream(file.rowsById())
        .filter(row -> head.part(file.id(row), file.label(row)) == Split.Part.TRAIN)
        .toArray();
  }

  /**
   * Whether the file is still what the model was trained on. If not, photos may have come to the
   * training part which the model has not seen.
   */
  public boolean unchanged() {
    return file.info().fingerprint().equals(provenance.head().embeddings());
  }

  /** Returns the file. */
  public Path file() {
    return file.file();
  }

  /**
   * Finds the photos whose embeddings are most like an embedding.
   *
   * @param values the trunk's output, [width]
   * @param count how many photos; fewer are returned if there are no more
   * @return the most similar first; of equals the one with the lower id. An embedding of zeros
   *     alone has no direction, and the similarity 0 to any other
   * @throws IllegalArgumentException if the embedding is of another width
   * @throws IOException if the file cannot be read
   */
  public List<Neighbour> nearest(float[] values, int count) throws IOException {
    if (values.length != file.width()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "embedding: found %s, expected %d",
              Quantity.of(values.length, "number"),
              file.width()));
    }
    double[] similarities = new double[rows.length];
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    float[] other = new float[values.length];
    double length = projection(values, values);
    for (int i = 0; i < rows.length; i++) {
      file.copyValues(rows[i], bytes.clear());
      bytes.flip().asFloatBuffer().get(other);
      similarities[i] = length == 0 ? 0 : projection(values, other) / length;
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble((Integer i) -> similarities[i]).reversed());
    List<Neighbour> nearest = new ArrayList<>();
    for (int i : order.subList(0, Math.min(count, order.size()))) {
      nearest.add(neighbour(rows[i], similarities[i]));
    }
    return nearest;
  }

  private Neighbour neighbour(int row, double similarity) throws IOException {
    String path = file.path(row);
    return new Neighbour(
        file.id(row),
        path.isEmpty() ? Path.of("") : Path.of(provenance.photos(), path),
        file.classes().get(file.label(row)),
        similarity);
  }

  /** The cosine, but for the length of {@code a}; 0 where {@code b} has no length. */
  private static double projection(float[] a, float[] b) {
    double dot = 0;
    double squares = 0;
    for (int i = 0; i < b.length; i++) {
      dot += (double) a[i] * b[i];
      squares += (double) b[i] * b[i];
    }
    return squares == 0 ? 0 : dot / Math.sqrt(squares);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
