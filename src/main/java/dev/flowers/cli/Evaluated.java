package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.Provenance;
import dev.flowers.head.TrainedHead;
import dev.flowers.report.EmbeddingRows;
import dev.flowers.report.Epoch;
import dev.flowers.report.Report;
import dev.flowers.report.ReportData;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  static Evaluated of(TrainedHead head, HeadInput input, Split.Part part) throws IOException {
    Split split = head.provenance().split();
    EmbeddingFile file = input.file();
    List<Integer> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    for (int row : file.rowsById()) {
      if (split.of(file.id(row)) == part) {
        rows.add(row);
        labels.add(input.label(row, head));
        probabilities.add(head.probabilities(file.code(row)));
      }
    }
    return new Evaluated(
        Evaluation.of(
            head.classes(), labels.stream().mapToInt(Integer::intValue).toArray(), probabilities),
        rows);
  }

  /**
   * The figures as JSON, with the photos' paths: where the photos are not known to be, only the
   * paths below their folder that the file has.
   */
  String json(Subject subject, Split.Part part) throws IOException {
    Optional<Path> folder = subject.photos();
    List<String> paths = new ArrayList<>();
    for (int row : rows) {
      String path = subject.file().path(row);
      paths.add(path.isEmpty() || folder.isEmpty() ? path : folder.get().resolve(path).toString());
    }
    Map<String, String> of = new LinkedHashMap<>();
    of.put("model", subject.model().reference());
    of.put("embeddings", subject.file().file().toString());
    of.put("part", DisplayText.of(part));
    return evaluation.json(of, paths);
  }

  /** The page that shows it; without pictures where the photos are not known to be. */
  Report report(Subject subject) throws IOException {
    PublishedModel model = subject.model();
    ModelProvenance provenance = subject.provenance();
    EmbeddingFile file = subject.file();
    // Nothing is ever below a file: no picture of some other folder is taken for one of these.
    Path folder = subject.photos().orElse(file.file());
    List<Path> photos = new ArrayList<>();
    for (int row : rows) {
      String path = file.path(row);
      photos.add(folder.resolve(path.isEmpty() ? "photo " + file.id(row).substring(0, 12) : path));
    }
    Map<String, String> facts = facts(provenance, file);
    facts.put("evaluated on", String.valueOf(file.file().getFileName()));
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
            facts));
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
    facts.put(
        "learning rate",
        DisplayText.of(options.learningRate()) + ", " + DisplayText.of(options.schedule()));
    facts.put("weight decay", DisplayText.of(options.weightDecay()));
    facts.put("label smoothing", DisplayText.of(options.labelSmoothing()));
    facts.put("class weights", DisplayText.of(options.classWeights()));
    facts.put("epochs", "%d at most, patience %d".formatted(options.epochs(), options.patience()));
    facts.put("seed", Long.toString(options.seed()));
    facts.put("trunk", head.trunk());
    facts.put("embeddings", head.embeddings());
    return facts;
  }
}
