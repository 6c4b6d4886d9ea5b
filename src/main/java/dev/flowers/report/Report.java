package dev.flowers.report;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An evaluation as one HTML file that loads nothing: it may be mailed, printed, or opened in ten
 * years. The same data give the same bytes.
 *
 * <p>Use: {@code Path page = new Report(data).write(directory);}
 *
 * <p>Immutable; any number of threads may write it, each into a directory of its own.
 */
public final class Report {
  private static final String FILE = "index.html";

  private final ReportData data;

  public Report(ReportData data) {
    this.data = data;
  }

  /**
   * Writes {@code index.html}, replacing one that is there: whole, or not at all.
   *
   * <p>Reads up to 2,000 embeddings and up to 1,050 photos. Needs 150 MB of memory at a width of
   * 4,096, and a second or two for 400 photos.
   *
   * @param directory made if it is missing
   * @return the file
   * @throws IOException if an embedding cannot be read or the file cannot be written; a photo that
   *     cannot be read is replaced by a placeholder
   */
  public Path write(Path directory) throws IOException {
    String html = html();
    Files.createDirectories(directory);
    Path page = directory.resolve(FILE);
    AtomicFile.write(page, html);
    return page;
  }

  private String html() throws IOException {
    Markup page = new Markup();
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").line();
    PageResource script = PageResource.read("report.js");
    PageHead.write(page, data.model() + " " + data.version() + ": evaluation", script);
    page.open("body").line();
    page.open("main").line();
    body(page);
    page.close().line();
    page.verbatim("script", script.text());
    page.close().close();
    return page.document();
  }

  private void body(Markup page) throws IOException {
    Evaluation evaluation = data.evaluation();
    page.open("header").open("h1").text(data.model() + " ");
    page.element("span", data.version()).close();
    page.element(
        "p",
        evaluation.photos() == 0
            ? "No photo was tested."
            : "Evaluated on "
                + Numbers.count(evaluation.photos(), "photo")
                + " of "
                + Numbers.count(evaluation.classes().size(), "class")
                + ".");
    page.close().line();
    if (evaluation.photos() > 0) {
      Headline.write(page, evaluation);
    }
    navigation(page);
    if (!data.history().isEmpty()) {
      TrainingCurves.write(page, data.history(), data.bestEpoch());
    }
    if (evaluation.photos() > 0) {
      ConfusionHeatMap.write(page, evaluation.confusion());
      ClassTable.write(page, evaluation.confusion());
      ReliabilityDiagram.write(page, evaluation);
      CoverageChart.write(page, evaluation.riskCoverage());
      EmbeddingMap.write(page, data);
      Gallery.hardest(page, data);
      Gallery.suspects(page, data);
    }
    ProvenanceTable.write(page, data.provenance());
  }

  private void navigation(Markup page) {
    page.open("nav", "aria-label", "Parts of the report").open("ul");
    if (!data.history().isEmpty()) {
      link(page, "training", "Training");
    }
    if (data.evaluation().photos() > 0) {
      link(page, "confusion", "Confusion matrix");
      link(page, "classes", "Classes");
      link(page, "calibration", "Calibration");
      link(page, "coverage", "Coverage");
      link(page, "map", "Map");
      link(page, "hardest", "Highest loss");
      link(page, "suspects", "Label errors");
    }
    link(page, "provenance", "Provenance");
    page.close().close().line();
  }

  private static void link(Markup page, String id, String text) {
    page.open("li").element("a", text, "href", "#" + id).close();
  }
}
