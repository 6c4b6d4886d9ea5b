package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.report.EmbeddingRows;
import dev.flowers.evaluation.report.Epoch;
import dev.flowers.evaluation.report.Report;
import dev.flowers.evaluation.report.ReportData;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.Provenance;
import dev.flowers.head.TrainedHead;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A head's figures on a part of embeddings, and which rows those were.
 *
 * @param evaluation the figures
 * @param rows the rows of the file, in the evaluation's order
 */
record Evaluated(Evaluation evaluation, List<Integer> rows) {
  Evaluated {
    rows = List.copyOf(rows);
  }

  /** Evaluates a head on a part, by the split that the head was trained with. */
  static Evaluated of(TrainedHead head, EmbeddingFile file, Split.Part part) throws IOException {
    Split split = head.provenance().split();
    List<String> classes = file.classes();
    List<Integer> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    for (int row : file.rowsById()) {
      if (split.of(file.id(row)) == part) {
        int label = head.classes().indexOf(classes.get(file.label(row)));
        if (label < 0) {
          throw new WrongInputException(
              file.file()
                  + ": found class "
                  + classes.get(file.label(row))
                  + ", expected one of the model's: "
                  + head.classes());
        }
        rows.add(row);
        labels.add(label);
        probabilities.add(head.probabilities(file.code(row)));
      }
    }
    return new Evaluated(
        Evaluation.of(
            head.classes(), labels.stream().mapToInt(Integer::intValue).toArray(), probabilities),
        rows);
  }

  /** The page that shows it. */
  Report report(PublishedModel model, EmbeddingFile file) throws IOException {
    ModelProvenance provenance = model.provenance();
    List<Path> photos = new ArrayList<>();
    for (int row : rows) {
      photos.add(Path.of(provenance.photos(), file.path(row)));
    }
    return new Report(
        new ReportData(
            model.name(),
            Integer.toString(model.version()),
            provenance.head().history().stream()
                .map(
                    epoch ->
                        new Epoch(
                            epoch.epoch(),
                            epoch.trainLoss(),
                            epoch.trainAccuracy(),
                            epoch.validationLoss(),
                            epoch.validationAccuracy()))
                .toList(),
            provenance.head().bestEpoch(),
            evaluation,
            photos,
            embeddings(file),
            facts(provenance, file)));
  }

  private EmbeddingRows embeddings(EmbeddingFile file) {
    return new EmbeddingRows() {
      @Override
      public int width() {
        return file.width();
      }

      @Override
      public void read(int photo, float[] row) throws IOException {
        System.arraycopy(file.code(rows.get(photo)), 0, row, 0, row.length);
      }
    };
  }

  private static Map<String, String> facts(ModelProvenance provenance, EmbeddingFile file) {
    Provenance head = provenance.head();
    HeadOptions options = head.options();
    Map<String, String> facts = new LinkedHashMap<>();
    if (!provenance.note().isEmpty()) {
      facts.put("note", provenance.note());
    }
    facts.put("made", provenance.created().toString());
    facts.put(
        "with",
        "flowers-vgg16 %s, DJL %s, Java %s"
            .formatted(provenance.toolkit(), provenance.djl(), provenance.java()));
    boolean mirrors =
        file.info().mirrors() > 0 && file.info().fingerprint().equals(head.embeddings());
    facts.put(
        "trained on",
        head.trainCount() + (mirrors ? " photos and mirror images of them" : " photos"));
    facts.put("epoch chosen by", head.validationCount() + " photos");
    facts.put("split", head.split().percents() + ", seed " + head.split().seed());
    facts.put("hidden units", Integer.toString(options.hidden()));
    facts.put("dropout", Float.toString(options.dropout()));
    facts.put("batch", Integer.toString(options.batchSize()));
    facts.put("learning rate", Float.toString(options.learningRate()));
    facts.put("seed", Long.toString(options.seed()));
    facts.put("trunk", head.trunk());
    facts.put("embeddings", head.embeddings());
    return facts;
  }
}
