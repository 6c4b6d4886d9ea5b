package dev.flowers.report;

import dev.flowers.evaluation.Evaluation;
import java.nio.file.Path;
import java.util.List;

/** Galleries of the photos with the highest loss and of the suspected label errors. */
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
        "Photos with the highest loss",
        "The photos whose true class has the lowest predicted probability, the lowest first.");
    List<Integer> photos = evaluation.hardest(PHOTOS);
    List<String> pictures = pictures(photos);
    page.open("ul", "class", "gallery").line();
    for (int i = 0; i < photos.size(); i++) {
      int photo = photos.get(i);
      String actual = name(evaluation.label(photo));
      boolean right = evaluation.right(photo);
      figure(photo, actual, pictures.get(i));
      if (right) {
        page.open("p").text("correct: ").element("b", actual);
      } else {
        page.open("p").element("b", actual).text(" predicted as ");
        page.element("b", name(evaluation.predicted(photo)), "class", "wrong");
      }
      page.close().element("p", "confidence " + Numbers.wholePercent(evaluation.confidence(photo)));
      end(photo);
    }
    page.close().close().line();
  }

  private void suspects() {
    begin(
        "suspects",
        "Suspected label errors",
        "Photos that may be in the wrong folder: another class has a higher predicted probability than"
            + " that class's own photos have on average (confident learning: Northcutt, Jiang and"
            + " Chuang, 2021). The classifier may be wrong, too: look at a photo before you move it.");
    List<Evaluation.LabelSuspect> suspects = evaluation.labelSuspects();
    if (suspects.isEmpty()) {
      page.element("p", "None.").close().line();
      return;
    }
    List<Evaluation.LabelSuspect> shown = suspects.subList(0, Math.min(PHOTOS, suspects.size()));
    if (shown.size() < suspects.size()) {
      page.element(
          "p",
          "The "
              + shown.size()
              + " most probable of "
              + Numbers.count(suspects.size(), "photo")
              + ".");
    }
    List<String> pictures = pictures(shown.stream().map(Evaluation.LabelSuspect::photo).toList());
    page.open("ul", "class", "gallery").line();
    for (int i = 0; i < shown.size(); i++) {
      Evaluation.LabelSuspect suspect = shown.get(i);
      String actual = name(suspect.label());
      String suggested = name(suspect.suggested());
      figure(suspect.photo(), actual, pictures.get(i));
      page.open("p").text("labelled ").element("b", actual).text(", suggested ");
      page.element("b", suggested, "class", "wrong").close();
      page.element(
          "p",
          Numbers.wholePercent(suspect.probability())
              + ", mean of "
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
    page.open("li").open("figure");
    Thumbnails.image(
        page, picture, SIDE, "Photo of class " + actual + ": " + data.photoName(photo));
    page.open("figcaption");
  }

  private void end(int photo) {
    page.element("p", data.photoName(photo), "class", "file");
    page.close().close().close().line();
  }

  /** What a page calls a photo: its folder and file name, nothing of where they lie. */
  static String name(Path photo) {
    int names = photo.getNameCount();
    return photo.subpath(Math.max(0, names - 2), names).toString().replace('\\', '/');
  }

  private String name(int label) {
    return evaluation.classes().get(label);
  }
}
