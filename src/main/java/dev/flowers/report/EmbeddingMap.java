package dev.flowers.report;

import dev.flowers.evaluation.Evaluation;
import java.io.IOException;
import java.util.List;

/**
 * The embeddings in two dimensions: similar ones are near each other. A mark's colour and shape are
 * its class, for colour-blind readers; a ring marks a misclassified photo. The script in report.js
 * shows a mark's photo; without it a mark has its text.
 */
final class EmbeddingMap {
  /** More takes seconds to lay out, and a page of many megabytes to show. */
  private static final int MOST_PHOTOS = 2000;

  private static final int MOST_PICTURES = 1000;
  private static final int TILE = 96;
  private static final int COLUMNS = 25;
  private static final float QUALITY = 0.5f;
  private static final int MOST_ROWS = 100;

  /** So many marks have room at their full size. */
  private static final double ROOMY = 500;

  private static final int SIDE = 400;
  private static final int MARGIN = 10;

  /** As many as the style sheet has. */
  private static final int COLOURS = 8;

  /** Circle, square, triangle, diamond, of about equal area, around 0 0. */
  private static final List<String> SHAPES =
      List.of(
          "M-2.7 0a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0z",
          "M-2.4-2.4h4.8v4.8h-4.8z",
          "M0-3.3L3.1 2.3h-6.2z",
          "M0-3.4L3.4 0L0 3.4L-3.4 0z");

  private final Markup page;
  private final ReportData data;
  private final Evaluation evaluation;
  private final MapSample sample;

  private EmbeddingMap(Markup page, ReportData data) {
    this.page = page;
    this.data = data;
    this.evaluation = data.evaluation();
    this.sample = MapSample.of(evaluation, MOST_PHOTOS);
  }

  static void write(Markup page, ReportData data) throws IOException {
    new EmbeddingMap(page, data).write();
  }

  private void write() throws IOException {
    int count = sample.photos().size();
    page.open("section", "id", "map").line();
    page.element("h2", "Map of the embeddings (t-SNE)");
    page.element("p", meaning(count), "class", "say");
    legend();
    page.open(
        "div",
        "class",
        "map",
        "tabindex",
        "0",
        "role",
        "group",
        "aria-label",
        "Map of "
            + Numbers.count(count, "photo")
            + ". The arrow keys go from photo to photo, misclassified ones first.");
    marks(EmbeddingProjection.of(data.embeddings(), sample.photos()));
    card();
    page.close().line();
    table();
    page.close().line();
  }

  private String meaning(int count) {
    String which =
        count == evaluation.photos()
            ? "All " + Numbers.count(count, "photo")
            : Numbers.count(count, "photo") + " of " + Numbers.integer(evaluation.photos());
    return which
        + ", placed by t-SNE of their embeddings: photos that are similar to the network are near each"
        + " other; directions and long distances have no meaning. A ring marks a misclassified photo."
        + " Point at a mark to see its photo, or focus the map and use the arrow keys.";
  }

  private void legend() {
    page.open("ul", "class", "key");
    for (int label = 0; label < evaluation.classes().size(); label++) {
      page.open("li")
          .open(
              "button",
              "type",
              "button",
              "aria-pressed",
              "true",
              "data-class",
              Integer.toString(label));
      page.open("svg", "viewBox", "-5 -5 10 10", "aria-hidden", "true");
      page.empty("path", "class", colour(label), "d", shape(label)).close();
      page.text(evaluation.classes().get(label)).close().close();
    }
    page.open("li").open("label");
    page.empty("input", "type", "checkbox", "id", "mistakes").text("misclassified only");
    page.close().close().close().line();
  }

  private void marks(double[][] places) {
    page.open("svg", "viewBox", "0 0 " + SIDE + " " + SIDE, "aria-hidden", "true").line();
    // Where marks are many they are small, but not so small that shapes are lost.
    double size = Math.sqrt(ROOMY / Math.max(ROOMY, places.length));
    String scale = Numbers.length(Math.max(0.6, size));
    // Mistakes come first in the sample and are drawn last, above the others.
    for (int i = places.length - 1; i >= 0; i--) {
      int photo = sample.photos().get(i);
      int label = evaluation.label(photo);
      String at =
          "translate("
              + Numbers.length(place(places[i][0]))
              + ' '
              + Numbers.length(place(places[i][1]))
              + ") scale("
              + scale
              + ')';
      page.open(
          "g",
          "class",
          i < sample.mistakes() ? "m w" : "m",
          "transform",
          at,
          "data-class",
          Integer.toString(label));
      if (i < sample.mistakes()) {
        page.empty("circle", "r", "5.2");
      }
      page.open("path", "class", colour(label), "d", shape(label));
      page.element("title", text(photo)).close().close().line();
    }
    page.close().line();
  }

  private static double place(double share) {
    return MARGIN + share * (SIDE - 2 * MARGIN);
  }

  private String text(int photo) {
    String actual = evaluation.classes().get(evaluation.label(photo));
    String answer =
        evaluation.right(photo)
            ? actual
            : actual + " predicted as " + evaluation.classes().get(evaluation.predicted(photo));
    return answer
        + ", confidence "
        + Numbers.wholePercent(evaluation.confidence(photo))
        + "\n"
        + data.photoName(photo);
  }

  /** What the script shows beside a mark: a window on the sheet, and the mark's text. */
  private void card() {
    int pictures = Math.min(MOST_PICTURES, sample.photos().size());
    int rows = (pictures + COLUMNS - 1) / COLUMNS;
    String sheet =
        new Thumbnails()
            .sheet(
                sample.photos().subList(0, pictures).stream().map(data.photos()::get).toList(),
                TILE,
                COLUMNS,
                QUALITY);
    page.open("div", "class", "card", "hidden", "hidden");
    page.open(
        "svg",
        "viewBox",
        "0 0 " + TILE + " " + TILE,
        "aria-hidden",
        "true",
        "data-tile",
        Integer.toString(TILE),
        "data-columns",
        Integer.toString(COLUMNS),
        "data-pictures",
        Integer.toString(pictures));
    page.empty(
        "image",
        "href",
        sheet,
        "width",
        Integer.toString(TILE * COLUMNS),
        "height",
        Integer.toString(TILE * rows));
    page.close().open("p", "aria-live", "polite").close().close();
  }

  private void table() {
    int rows = Math.min(MOST_ROWS, sample.mistakes());
    if (rows == 0) {
      return;
    }
    page.open("details");
    page.element(
        "summary",
        rows == evaluation.photos() - evaluation.confusion().right()
            ? "The misclassified photos as a table"
            : "The first " + rows + " misclassified photos as a table");
    page.open(
        "div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Misclassified");
    page.open("table").open("thead").open("tr");
    for (String head : List.of("photo", "class", "predicted as", "confidence")) {
      page.element("th", head, "scope", "col");
    }
    page.close().close().open("tbody").line();
    for (int photo : sample.photos().subList(0, rows)) {
      page.open("tr").element("th", data.photoName(photo), "scope", "row");
      page.element("td", evaluation.classes().get(evaluation.label(photo)));
      page.element("td", evaluation.classes().get(evaluation.predicted(photo)));
      page.element("td", Numbers.wholePercent(evaluation.confidence(photo))).close().line();
    }
    page.close().close().close().close().line();
  }

  private static String colour(int label) {
    return "c" + label % COLOURS;
  }

  private static String shape(int label) {
    return SHAPES.get(label % SHAPES.size());
  }
}
