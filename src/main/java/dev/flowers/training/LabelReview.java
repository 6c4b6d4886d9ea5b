package dev.flowers.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.dataset.Folds;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.CrossValidation;
import dev.flowers.head.HeadOptions;
import dev.flowers.report.SuspectPage;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.Quantity;
import dev.flowers.training.PipelineListener.Stage;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Finds photos whose labels may be wrong, by heads that were not trained on them, and writes a
 * table of all photos, the suspects first, and a page to mend the labels on. No photo is moved or
 * changed.
 *
 * <p>A head is trained for each fold, and classifies the fold's photos; near copies are in one
 * fold. What is suspect is said by confident learning, as in {@link Evaluation#labelSuspects}, over
 * all photos.
 *
 * @param home where embeddings are kept
 * @param listener is told of the steps
 * @param options how the heads are trained
 * @param folds the folds
 */
public record LabelReview(Home home, PipelineListener listener, HeadOptions options, Folds folds) {
  /** A page of more pictures would be too large for a browser. */
  private static final int MOST_SHOWN = 1000;

  /**
   * Returns options of a head without a hidden layer, which is trained in a fraction of the time.
   */
  public static HeadOptions linearHead() {
    return HeadOptions.builder().optHidden(0).optDropout(0).build();
  }

  /**
   * What a review found.
   *
   * @param photos how many photos were looked at
   * @param suspects how many of their labels may be wrong
   * @param table the table of all photos
   * @param page the page
   * @param embeddings what was prepared for it
   */
  public record Result(
      int photos, int suspects, Path table, Path page, PreparedEmbeddings embeddings) {}

  /**
   * Reviews the labels of photos.
   *
   * @param photos a folder of class folders; empty for the public photos
   * @param labels a table of photos and labels instead
   * @param trunk which trunk embeds the photos
   * @param precision in which the trunk embeds; empty for the fastest
   * @param table the table to write; the page is written beside it, with the ending html. Those of
   *     an earlier review are replaced
   * @throws dev.flowers.storage.InvalidInputException if photos, table or weights are of no use,
   *     there are too few photos of a class to train without one of its folds, or what is to be
   *     written would replace something else than an earlier review, such as the table of labels
   * @throws IOException if a file cannot be read or written
   */
  public Result write(
      Optional<Path> photos,
      Optional<Path> labels,
      TrunkRequest trunk,
      Optional<Precision> precision,
      Path table)
      throws IOException {
    ReviewFiles files = ReviewFiles.of(table, labels);
    Path out = files.table();
    Files.createDirectories(out.resolveSibling("").normalize());
    try (HomeLock lock = HomeLock.take(home)) {
      PreparedEmbeddings prepared =
          new DataPreparation(home, listener, precision)
              .embed(photos, labels, trunk, Augmentation.NONE);
      Path root = prepared.photos().orElseThrow();
      try (EmbeddingFile file = EmbeddingFile.open(prepared.file())) {
        List<Row> rows = rows(file, root, out);
        long suspects = rows.stream().filter(row -> row.suspect().isPresent()).count();
        AtomicFile.write(out, csv(rows).getBytes(UTF_8));
        page(file.classes(), rows, out).write(files.page());
        return new Result(rows.size(), (int) suspects, out, files.page(), prepared);
      }
    }
  }

  /** A photo, and what speaks against its label. */
  private record Row(
      Path photo,
      String path,
      String label,
      String split,
      Optional<Evaluation.LabelSuspect> suspect,
      String suggested) {}

  private List<Row> rows(EmbeddingFile file, Path root, Path out) throws IOException {
    DuplicateGroups groups = DuplicateGroups.find(file, Optional.of(root));
    Stopwatch watch = new Stopwatch();
    listener.onStart(
        Stage.CROSS_VALIDATION,
        folds.count() + " heads, each classifies the photos that it was not trained on");
    CrossValidation validation = new CrossValidation(options, folds);
    List<Integer> order = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    for (int number = 0; number < folds.count(); number++) {
      CrossValidation.Round round = validation.round(file, groups, number);
      order.addAll(round.rows());
      probabilities.addAll(round.probabilities());
    }
    Evaluation evaluation =
        Evaluation.of(
            file.classes(), order.stream().mapToInt(file::label).toArray(), probabilities);
    List<Row> rows = new ArrayList<>();
    Set<Integer> listed = new TreeSet<>();
    List<Evaluation.LabelSuspect> suspects = evaluation.labelSuspects();
    for (Evaluation.LabelSuspect suspect : suspects) {
      int row = order.get(suspect.photo());
      listed.add(row);
      rows.add(row(file, row, root, out, Optional.of(suspect)));
    }
    List<Row> others = new ArrayList<>();
    for (int row : order) {
      if (!listed.contains(row)) {
        others.add(row(file, row, root, out, Optional.empty()));
      }
    }
    others.sort((a, b) -> a.path().compareTo(b.path()));
    rows.addAll(others);
    listener.onEnd(
        Stage.CROSS_VALIDATION,
        Quantity.of(suspects.size(), "suspect label")
            + " among "
            + Quantity.of(rows.size(), "photo")
            + ", in "
            + watch.seconds());
    return rows;
  }

  private static Row row(
      EmbeddingFile file, int row, Path root, Path out, Optional<Evaluation.LabelSuspect> suspect)
      throws IOException {
    Path photo = root.resolve(file.path(row)).normalize();
    return new Row(
        photo,
        relative(photo, out),
        file.classes().get(file.label(row)),
        file.part(row).map(Split.Part::text).orElse(""),
        suspect,
        suspect.map(s -> file.classes().get(s.suggested())).orElse(""));
  }

  /** The photo's path from the table's folder; whole where they are on different drives. */
  private static String relative(Path photo, Path out) {
    Path folder = out.resolveSibling("").normalize();
    boolean comparable = photo.getRoot() != null && photo.getRoot().equals(folder.getRoot());
    return (comparable ? folder.relativize(photo) : photo).toString().replace('\\', '/');
  }

  private static String csv(List<Row> rows) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      printer.printRecord(ReviewFiles.COLUMNS);
      for (Row row : rows) {
        Optional<Evaluation.LabelSuspect> suspect = row.suspect();
        printer.printRecord(
            row.path(),
            row.label(),
            row.split(),
            row.suggested(),
            suspect.map(s -> decimals(s.probability())).orElse(""),
            suspect.map(s -> decimals(s.threshold())).orElse(""),
            suspect.map(s -> decimals(s.margin())).orElse(""));
      }
    }
    return text.toString();
  }

  private static String decimals(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }

  private static SuspectPage page(List<String> classes, List<Row> rows, Path out)
      throws IOException {
    List<Row> shown =
        rows.stream().filter(row -> row.suspect().isPresent()).limit(MOST_SHOWN).toList();
    StringWriter others = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(others, CSVFormat.RFC4180)) {
      for (Row row : rows.subList(shown.size(), rows.size())) {
        printer.printRecord(row.path(), row.label(), row.split());
      }
    }
    List<SuspectPage.Suspect> suspects =
        shown.stream()
            .map(
                row ->
                    new SuspectPage.Suspect(
                        row.photo(),
                        row.path(),
                        row.label(),
                        row.split(),
                        row.suggested(),
                        row.suspect().map(LabelReview::why).orElse("")))
            .collect(Collectors.toList());
    String name = out.getFileName().toString();
    return new SuspectPage(name, classes, suspects, others.toString().replace("\r\n", "\n"), name);
  }

  private static String why(Evaluation.LabelSuspect suspect) {
    return String.format(
        Locale.ROOT,
        "%.0f %%, mean of the class: %.0f %%",
        100 * suspect.probability(),
        100 * suspect.threshold());
  }
}
