package dev.flowers.report;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a report.
 *
 * @param model the model's name
 * @param version the model's version
 * @param history the epochs of its training, in order; empty when they are not known, then the
 *     report has no curves
 * @param bestEpoch the number of the epoch that was kept, one of {@code history}; 0 without history
 * @param evaluation its figures
 * @param photos the evaluated photos in the evaluation's order. Pages show a photo's file and
 *     folder name alone. One that cannot be read gets a placeholder.
 * @param embeddings the photos' embeddings in the same order
 * @param provenance what the model was made from, name to value, in the order to show
 */
public record ReportData(
    String model,
    String version,
    List<EpochResult> history,
    int bestEpoch,
    Evaluation evaluation,
    List<Path> photos,
    EmbeddingRows embeddings,
    Map<String, String> provenance) {
  public ReportData {
    history = List.copyOf(history);
    photos = List.copyOf(photos);
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    if (photos.size() != evaluation.photos()) {
      throw new IllegalArgumentException(
          "found "
              + photos.size()
              + " photos, expected "
              + evaluation.photos()
              + " (those that were evaluated)");
    }
    int best = bestEpoch;
    if (history.isEmpty() ? best != 0 : history.stream().noneMatch(e -> e.epoch() == best)) {
      throw new IllegalArgumentException(
          "bestEpoch: found "
              + best
              + ", expected "
              + (history.isEmpty() ? "0, as there is no history" : "an epoch of the history"));
    }
  }

  /** What a page calls a photo: its folder and file name, nothing of where they lie. */
  String photoName(int photo) {
    Path path = photos.get(photo);
    return path.getNameCount() == 0 ? "photo " + photo : Gallery.name(path);
  }

  /**
   * The photos' embeddings, read one at a time: millions of them need not be in memory. The report
   * reads each row at most once, from one thread.
   */
  public interface EmbeddingRows {
    /** How many numbers an embedding has, at least 1. */
    int width();

    /**
     * Reads one embedding.
     *
     * @param photo the photo's index in the evaluation
     * @param row where its numbers go; {@link #width()} long
     * @throws IOException if it cannot be read
     */
    void read(int photo, float[] row) throws IOException;
  }
}
