package dev.flowers.training;

import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.HeadEvaluation;
import dev.flowers.head.Provenance;
import dev.flowers.report.Report;
import dev.flowers.report.ReportData;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.Quantity;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelProvenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the report of an evaluated model into the home. */
record ModelReport(Home home, PipelineListener listener) {
  private static final int GROUPS_SHOWN = 20;

  /**
   * Writes the page, if there is anything to show.
   *
   * @param copies the groups of near copies, where they are known; they take long to find
   * @return the page; empty if no photo was evaluated
   */
  Optional<Path> write(
      ModelEmbeddings subject, HeadEvaluation evaluated, Optional<DuplicateGroups> copies)
      throws IOException {
    if (evaluated.rows().isEmpty()) {
      return Optional.empty();
    }
    Stopwatch watch = new Stopwatch();
    listener.onStart(PipelineListener.Stage.REPORT, "");
    Path page;
    try (HomeLock lock = HomeLock.take(home)) {
      page =
          new Report(data(subject, evaluated, copies))
              .write(home.reports().resolve(subject.reportName()));
    }
    listener.onEnd(PipelineListener.Stage.REPORT, "in " + watch.seconds() + " → " + page);
    return Optional.of(page);
  }

  private static ReportData data(
      ModelEmbeddings subject, HeadEvaluation evaluated, Optional<DuplicateGroups> copies)
      throws IOException {
    EmbeddingFile file = subject.file();
    Provenance head = subject.provenance().head();
    return new ReportData(
        subject.model().name(),
        Integer.toString(subject.model().version()),
        head.history(),
        head.bestEpoch(),
        evaluated.evaluation(),
        photos(subject, evaluated.rows()),
        embeddings(file, evaluated.rows()),
        facts(subject, copies));
  }

  /** Where the photos are; without pictures where that is not known. */
  private static List<Path> photos(ModelEmbeddings subject, List<Integer> rows) throws IOException {
    EmbeddingFile file = subject.file();
    // Nothing is ever below a file: no picture of some other folder is taken for one of these.
    Path folder = subject.photos().orElse(file.file());
    List<Path> photos = new ArrayList<>();
    for (int row : rows) {
      String path = file.path(row);
      photos.add(folder.resolve(path.isEmpty() ? "photo " + file.id(row).substring(0, 12) : path));
    }
    return photos;
  }

  private static ReportData.EmbeddingRows embeddings(EmbeddingFile file, List<Integer> rows) {
    return new ReportData.EmbeddingRows() {
      @Override
      public int width() {
        return file.width();
      }

      @Override
      public void read(int photo, float[] row) throws IOException {
        System.arraycopy(file.values(rows.get(photo)), 0, row, 0, row.length);
      }
    };
  }

  private static Map<String, String> facts(
      ModelEmbeddings subject, Optional<DuplicateGroups> copies) throws IOException {
    ModelProvenance provenance = subject.provenance();
    EmbeddingFile file = subject.file();
    Provenance head = provenance.head();
    Map<String, String> facts = new LinkedHashMap<>();
    if (!provenance.note().isEmpty()) {
      facts.put("note", provenance.note());
    }
    facts.put("created", provenance.created().toString());
    facts.put(
        "versions",
        "flowers-vgg16 "
            + provenance.toolkit()
            + ", DJL "
            + provenance.djl()
            + ", Java "
            + provenance.java());
    boolean mirrors =
        file.info().mirrors() > 0 && file.info().fingerprint().equals(head.embeddings());
    facts.put(
        "trained on",
        head.trainCount() + (mirrors ? " photos and mirror images of them" : " photos"));
    facts.put(
        "best epoch chosen on",
        head.validationCount() == 0
            ? "the training loss, as there was no validation photo"
            : Quantity.of(head.validationCount(), "photo"));
    facts.put("split", head.split().percents() + ", seed " + head.split().seed());
    if (head.parts().grouped() > 0) {
      facts.put(
          head.parts().separated() == 0 ? "copies kept in one part" : "copies",
          Quantity.of(head.parts().grouped(), "photo")
              + " in "
              + Quantity.of(head.parts().groups(), "group")
              + (head.parts().separated() == 0
                  ? ""
                  : "; " + TrainingAdvice.separated(head.parts())));
    }
    facts.putAll(copies(subject, copies));
    facts.putAll(head.options().describe());
    facts.put(
        "calibration",
        head.temperature().isEmpty()
            ? "none"
            : String.format(Locale.ROOT, "temperature %.4f", head.temperature().getAsDouble()));
    facts.put("trunk", Precision.fingerprint(head.trunk()));
    if (!head.trunk().isEmpty()) {
      facts.put("precision", Precision.of(head.trunk()).toString());
    }
    facts.put("embeddings fingerprint", head.embeddings());
    facts.put("evaluated on", String.valueOf(file.file().getFileName()));
    return facts;
  }

  /** The first groups of copies, those across classes before others. */
  private static Map<String, String> copies(
      ModelEmbeddings subject, Optional<DuplicateGroups> known) throws IOException {
    EmbeddingFile file = subject.file();
    Map<String, String> listed = new LinkedHashMap<>();
    if (subject.provenance().head().parts().grouped() == 0) {
      return listed;
    }
    DuplicateGroups groups =
        known.isPresent() ? known.get() : DuplicateGroups.find(file, subject.photos());
    for (List<Integer> group : groups.rows(file)) {
      if (listed.size() == GROUPS_SHOWN) {
        break;
      }
      List<String> photos = new ArrayList<>();
      for (int row : group) {
        photos.add(file.path(row).isEmpty() ? file.id(row).substring(0, 12) : file.path(row));
      }
      listed.put(
          "copies "
              + (listed.size() + 1)
              + (DuplicateGroups.acrossClasses(file, group) ? ", in several classes" : ""),
          String.join(" = ", photos));
    }
    return listed;
  }
}
