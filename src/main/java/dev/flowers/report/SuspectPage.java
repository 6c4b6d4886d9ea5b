package dev.flowers.report;

import dev.flowers.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A page on which a person looks at photos whose labels may be wrong, accepts or changes each
 * label, and saves a table of all photos. One HTML file that loads nothing; it changes no photo.
 *
 * @param title what the page is about
 * @param classes the classes' names
 * @param suspects the photos to look at, in their order
 * @param others the other rows of the table, as CSV without a header, with the line ends {@code \n}
 * @param table where the page's reader finds the list that it belongs to
 */
public record SuspectPage(
    String title, List<String> classes, List<Suspect> suspects, String others, String table) {
  private static final int SIDE = 160;
  private static final float QUALITY = 0.7f;

  /**
   * A photo to look at.
   *
   * @param photo the file
   * @param path its path in the table
   * @param label its class
   * @param split its part, as the table has it; empty if none is fixed
   * @param suggested the class that is more probable
   * @param why what speaks for it, in a line
   */
  public record Suspect(
      Path photo, String path, String label, String split, String suggested, String why) {}

  /** Copies the lists. */
  public SuspectPage {
    classes = List.copyOf(classes);
    suspects = List.copyOf(suspects);
  }

  /**
   * Writes the page, whole or not at all. A photo that cannot be read is replaced by a placeholder.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    PageResource script = PageResource.read("suspects.js");
    Markup page = new Markup();
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").line();
    PageHead.write(page, title, script);
    page.open("body").open("main").line();
    body(page);
    page.close().line();
    page.verbatim("script", script.text());
    page.close().close();
    AtomicFile.write(file, page.document());
  }

  private void body(Markup page) {
    page.open("header").element("h1", title).close().line();
    page.open("section").line();
    page.element("h2", "Photos whose labels may be wrong");
    page.element(
        "p",
        "Another class has a higher predicted probability than that class's own photos have on average"
            + " (confident learning: Northcutt, Jiang and Chuang, 2021), by heads that were not trained"
            + " on the photo. The classifier may be wrong, too: look at each photo. Accept the"
            + " suggestion, keep the label, or type another class.",
        "class",
        "say");
    if (suspects.isEmpty()) {
      page.element("p", "None.");
    }
    page.open("datalist", "id", "classes");
    classes.forEach(name -> page.empty("option", "value", name));
    page.close().line();
    List<String> pictures =
        new Thumbnails().single(suspects.stream().map(Suspect::photo).toList(), SIDE, QUALITY);
    page.open("ul", "class", "gallery").line();
    for (int i = 0; i < suspects.size(); i++) {
      suspect(page, suspects.get(i), pictures.get(i));
    }
    page.close().close().line();
    page.open("section").element("h2", "Save");
    page.element("p", "", "id", "state", "role", "status");
    page.open("p").element("button", "Save labels.csv", "id", "save", "type", "button").close();
    page.element(
        "p",
        "The table has all photos with the labels as they are above. Its paths start at the folder of "
            + table
            + ": put it there, and pass it to flowers train --labels labels.csv; or leave it elsewhere,"
            + " and pass that folder as --photos. No photo is moved or changed.",
        "class",
        "say");
    page.element("pre", others, "id", "others", "hidden", "hidden");
    page.close().line();
  }

  private static void suspect(Markup page, Suspect suspect, String picture) {
    page.open(
        "li",
        "class",
        "suspect",
        "data-path",
        suspect.path(),
        "data-label",
        suspect.label(),
        "data-split",
        suspect.split(),
        "data-suggested",
        suspect.suggested());
    page.open("figure");
    Thumbnails.image(
        page, picture, SIDE, "Photo of class " + suspect.label() + ": " + suspect.path());
    page.open("figcaption");
    page.open("p").text("labelled ").element("b", suspect.label()).text(", suggested ");
    page.element("b", suspect.suggested(), "class", "wrong").close();
    page.element("p", suspect.why());
    page.open("p").element("button", "Accept", "type", "button", "data-do", "accept").text(" ");
    page.element("button", "Keep", "type", "button", "data-do", "keep").close();
    page.open("p");
    page.empty(
        "input",
        "list",
        "classes",
        "value",
        suspect.label(),
        "size",
        "16",
        "aria-label",
        "Label of " + suspect.path());
    page.close();
    page.element("p", suspect.path(), "class", "file");
    page.close().close().close().line();
  }
}
