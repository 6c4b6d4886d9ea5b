package dev.flowers.report;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.LabelSuspect;
import java.nio.file.Path;
import java.util.List;

/** Photos to look at: those of the highest loss, and those whose label is suspect. */
final class Gallery {
  private static final int PHOTOS = 24;
  private static final int SIDE = 160;
  private static final float QUALITY = 0.7f;

  private final Markup page;
  private final ReportData data;
  private final Evaluation evaluation;

  private Gallery(Markup page, ReportData data) {
    this.page = page;
    this.data = data;
    this.evaluation = data.evaluation();
  }

  static void hardest(Markup page, ReportData data) {
    new Gallery(page, data).hardest();
  }

  static void suspects(Markup page, ReportData data) {
    new Gallery(page, data).suspects();
  }

  private void hardest() {
    begin(
        "hardest",
        "The hardest photos",
        "Those whose own class was given the least probability, the least first.");
    List<Integer> photos = evaluation.hardest(PHOTOS);
    List<String> pictures = pictures(photos);
    page.open("ul", "class", "gallery").line();
    for (int i = 0; i < photos.size(); i++) {
      int photo = photos.get(i);
      String actual = name(evaluation.label(photo));
      boolean right = evaluation.right(photo);
      figure(photo, actual, pictures.get(i));
      if (right) {
        page.open("p").text("rightly ").element("b", actual);
      } else {
        page.open("p").element("b", actual).text(" taken for ");
        page.element("b", name(evaluation.predicted(photo)), "class", "wrong");
      }
      page.close().element("p", Numbers.wholePercent(evaluation.confidence(photo)) + " sure");
      end(photo);
    }
    page.close().close().line();
  }

  private void suspects() {
    begin(
        "suspects",
        "In the wrong folder?",
        "Photos that look more like another class than that class's own photos do on average"
            + " (confident learning: Northcutt, Jiang and Chuang, 2021). The classifier may be what"
            + " is wrong: look before you move one.");
    List<LabelSuspect> suspects = evaluation.labelSuspects();
    if (suspects.isEmpty()) {
      page.element("p", "None.").close().line();
      return;
    }
    List<LabelSuspect> shown = suspects.subList(0, Math.min(PHOTOS, suspects.size()));
    if (shown.size() < suspects.size()) {
      page.element(
          "p",
          "The " + shown.size() + " likeliest of " + Numbers.count(suspects.size(), "photo") + ".");
    }
    List<String> pictures = pictures(shown.stream().map(LabelSuspect::photo).toList());
    page.open("ul", "class", "gallery").line();
    for (int i = 0; i < shown.size(); i++) {
      LabelSuspect suspect = shown.get(i);
      String actual = name(suspect.label());
      String suggested = name(suspect.suggested());
      figure(suspect.photo(), actual, pictures.get(i));
      page.open("p").text("in ").element("b", actual).text(", looks like ");
      page.element("b", suggested, "class", "wrong").close();
      page.element(
          "p",
          Numbers.wholePercent(suspect.probability())
              + ", usual for "
              + suggested
              + ": "
              + Numbers.wholePercent(suspect.threshold()));
      end(suspect.photo());
    }
    page.close().close().line();
  }

  private void begin(String id, String title, String meaning) {
    page.open("section", "id", id).line();
    page.element("h2", title).element("p", meaning, "class", "say");
  }

  private List<String> pictures(List<Integer> photos) {
    List<Path> paths = photos.stream().map(data.photos()::get).toList();
    return new Thumbnails().single(paths, SIDE, QUALITY);
  }

  private void figure(int photo, String actual, String picture) {
    String side = Integer.toString(SIDE);
    page.open("li").open("figure");
    page.empty(
        "img",
        "src",
        picture,
        "width",
        side,
        "height",
        side,
        "alt",
        "Photo of class " + actual + ": " + data.photoName(photo));
    page.open("figcaption");
  }

  private void end(int photo) {
    page.element("p", data.photoName(photo), "class", "file");
    page.close().close().close().line();
  }

  private String name(int label) {
    return evaluation.classes().get(label);
  }
}
