package dev.flowers.report;

import dev.flowers.evaluation.Interval;
import dev.flowers.evaluation.PairedComparison;
import dev.flowers.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A page that compares two models on the same photos: figures, classes, and the photos that they
 * disagree on. One HTML file that loads nothing.
 *
 * @param first the model to compare with
 * @param second the other one
 * @param leftOut how many photos were left out, because one of them was fitted to them
 * @param figures the figures; empty without photos
 * @param classes the classes' figures
 * @param groups the photos that changed, by how
 */
public record ComparisonPage(
    String first,
    String second,
    int leftOut,
    Optional<PairedComparison> figures,
    List<ClassRow> classes,
    List<Group> groups) {
  private static final int PHOTOS = 48;
  private static final int SIDE = 160;
  private static final float QUALITY = 0.7f;

  /** A class and its figures. */
  public record ClassRow(String name, PairedComparison figures) {}

  /**
   * Photos that changed in one way.
   *
   * @param id the section's id on the page
   * @param title its title
   * @param photos the photos, in their order; the page shows the first 48
   */
  public record Group(String id, String title, List<Shown> photos) {
    /** Copies the list. */
    public Group {
      photos = List.copyOf(photos);
    }
  }

  /**
   * A photo and what both models say.
   *
   * @param photo the file
   * @param label its class
   * @param first the class by the first model
   * @param firstConfidence in [0,1]
   * @param second the class by the second model
   * @param secondConfidence in [0,1]
   */
  public record Shown(
      Path photo,
      String label,
      String first,
      double firstConfidence,
      String second,
      double secondConfidence) {}

  /** Copies the lists. */
  public ComparisonPage {
    classes = List.copyOf(classes);
    groups = List.copyOf(groups);
  }

  /**
   * Writes the page, whole or not at all; its directory is made. A photo that cannot be read is
   * replaced by a placeholder.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    PageResource script = PageResource.read("report.js");
    Markup page = new Markup();
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").line();
    PageHead.write(page, second + " against " + first, script);
    page.open("body").open("main").line();
    body(page);
    page.close().line();
    page.verbatim("script", script.text());
    page.close().close();
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFile.write(file, page.document());
  }

  private void body(Markup page) {
    page.open("header").open("h1").text(second + " against ");
    page.element("span", first).close();
    page.element(
        "p",
        figures.map(paired -> Numbers.count(paired.photos(), "photo")).orElse("No photo")
            + " that neither model was fitted to; "
            + Numbers.integer(leftOut)
            + " left out.");
    page.close().line();
    figures.ifPresent(paired -> figures(page, paired));
    for (Group group : groups) {
      gallery(page, group);
    }
  }

  private void figures(Markup page, PairedComparison paired) {
    page.open("section", "id", "figures").element("h2", "Accuracy").line();
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "Difference %+.1f percentage points, 95 %% interval %s (Newcombe's method 10 for paired"
                + " proportions, 1998). McNemar's exact test: p = %.4f. Only the photos that exactly one"
                + " model has right tell them apart.",
            100 * paired.difference(),
            paired.differenceInterval(),
            paired.pValue()),
        "class",
        "say");
    table(page, "model", "accuracy", "95 % interval", "right", "right alone");
    model(page, first, paired.bothRight() + paired.onlyFirst(), paired.onlyFirst(), paired);
    model(page, second, paired.bothRight() + paired.onlySecond(), paired.onlySecond(), paired);
    page.close().close().close().close().line();
    page.open("section", "id", "classes").element("h2", "Recall by class").line();
    table(page, "class", first, second, "wrong now", "right now", "photos");
    for (ClassRow row : classes) {
      PairedComparison of = row.figures();
      page.open("tr").element("th", row.name(), "scope", "row");
      page.element("td", Numbers.percent(of.firstAccuracy()));
      page.element("td", Numbers.percent(of.secondAccuracy()));
      page.element("td", Numbers.integer(of.onlyFirst()));
      page.element("td", Numbers.integer(of.onlySecond()));
      page.element("td", Numbers.integer(of.photos())).close().line();
    }
    page.close().close().close().close().line();
  }

  /** Opens what the caller closes four times: a body of rows in a table that scrolls. */
  private static void table(Markup page, String... heads) {
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Table");
    page.open("table").open("thead").open("tr");
    for (String head : heads) {
      page.element("th", head, "scope", "col");
    }
    page.close().close().open("tbody").line();
  }

  private static void model(
      Markup page, String name, int right, int alone, PairedComparison paired) {
    Interval interval = Interval.wilson(right, paired.photos());
    page.open("tr").element("th", name, "scope", "row");
    page.element("td", Numbers.percent(right / (double) paired.photos()));
    page.element("td", Numbers.percent(interval.low()) + " to " + Numbers.percent(interval.high()));
    page.element("td", right + " of " + paired.photos());
    page.element("td", Numbers.integer(alone)).close().line();
  }

  private void gallery(Markup page, Group group) {
    page.open("section", "id", group.id()).element("h2", group.title()).line();
    if (group.photos().isEmpty()) {
      page.element("p", "None.").close().line();
      return;
    }
    List<Shown> shown = group.photos().subList(0, Math.min(PHOTOS, group.photos().size()));
    if (shown.size() < group.photos().size()) {
      page.element(
          "p",
          "The first "
              + shown.size()
              + " of "
              + Numbers.count(group.photos().size(), "photo")
              + ".");
    }
    List<String> pictures =
        new Thumbnails().single(shown.stream().map(Shown::photo).toList(), SIDE, QUALITY);
    page.open("ul", "class", "gallery").line();
    for (int i = 0; i < shown.size(); i++) {
      Shown photo = shown.get(i);
      String name = Gallery.name(photo.photo());
      page.open("li").open("figure");
      Thumbnails.image(
          page, pictures.get(i), SIDE, "Photo of class " + photo.label() + ": " + name);
      page.open("figcaption").open("p").text("labelled ").element("b", photo.label()).close();
      answer(page, first, photo.label(), photo.first(), photo.firstConfidence());
      answer(page, second, photo.label(), photo.second(), photo.secondConfidence());
      page.element("p", name, "class", "file");
      page.close().close().close().line();
    }
    page.close().close().line();
  }

  private static void answer(
      Markup page, String model, String label, String given, double confidence) {
    page.open("p").text(model + ": ");
    if (given.equals(label)) {
      page.element("b", given);
    } else {
      page.element("b", given, "class", "wrong");
    }
    page.text(", " + Numbers.wholePercent(confidence)).close();
  }
}
