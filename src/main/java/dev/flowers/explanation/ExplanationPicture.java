package dev.flowers.explanation;

import dev.flowers.image.ImageDecoder;
import dev.flowers.image.SquareThumbnail;
import dev.flowers.storage.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * An explanation as a picture: the network's input, beside it the occlusion sensitivity map over
 * the same photo, a legend, and the nearest training photos.
 *
 * <p>An instance draws one picture; not thread-safe.
 */
public final class ExplanationPicture {
  /** Side of the photo and of the map in pixels: twice what VGG16 sees. */
  public static final int SQUARE = 448;

  static final int MARGIN = 24;

  /** Width of the picture in pixels. */
  public static final int WIDTH = 2 * SQUARE + 3 * MARGIN;

  private static final int PHOTOS_TOP = 92;
  private static final int LEGEND_TOP = PHOTOS_TOP + SQUARE + 16;
  private static final int LEGEND_BAR = 14;
  private static final int NEIGHBOURS_TOP = LEGEND_TOP + 88;
  private static final int COLUMNS = 5;
  private static final int GAP = 16;
  private static final int THUMBNAIL = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;
  private static final int ROW = THUMBNAIL + 52;

  private static final Color INK = new Color(0x1F1F1F);
  private static final Color SOFT_INK = new Color(0x5C5C5C);
  private static final Color MISSING = new Color(0xDDDDDD);
  private static final int MID_GREY = 0x9A9A9A;

  private final Sheet sheet;
  private final BufferedImage photo;
  private final OcclusionMap map;
  private final OcclusionColorMap colours;

  private ExplanationPicture(BufferedImage photo, OcclusionMap map, int neighbours) {
    int rows = (neighbours + COLUMNS - 1) / COLUMNS;
    this.sheet = new Sheet(WIDTH, NEIGHBOURS_TOP + (rows == 0 ? 0 : 28 + rows * ROW));
    this.photo = SquareThumbnail.of(photo, SQUARE);
    this.map = map;
    this.colours = new OcclusionColorMap(map);
  }

  /**
   * Says whether a picture could be drawn here: for who asks before a map is made.
   *
   * @throws IOException if Java finds no font, as in a container without any
   */
  public static void checkFonts() throws IOException {
    Sheet.checkFonts();
  }

  /**
   * Draws.
   *
   * @param photo that the map is of
   * @param title what stands beside the class and its probability, such as the photo's name and the
   *     model's
   * @param neighbours shown as thumbnails, those whose photos are still there; may be none
   * @return a picture {@link #WIDTH} wide, TYPE_INT_RGB
   */
  public static BufferedImage draw(
      BufferedImage photo, OcclusionMap map, String title, List<Neighbour> neighbours) {
    ExplanationPicture picture = new ExplanationPicture(photo, map, neighbours.size());
    try {
      picture.title(title);
      picture.photos();
      picture.legend();
      picture.neighbours(neighbours);
    } finally {
      picture.sheet.close();
    }
    return picture.sheet.image();
  }

  /**
   * Draws the map alone, over the photo's central square; needs no font.
   *
   * @param photo that the map is of
   * @return 448 × 448, TYPE_INT_RGB
   */
  public static BufferedImage drawMap(BufferedImage photo, OcclusionMap map) {
    OcclusionColorMap colours = new OcclusionColorMap(map);
    BufferedImage square = SquareThumbnail.of(photo, SQUARE);
    // How many pixels of the picture one of the network's becomes.
    double scale = (double) SQUARE / map.occlusion().input().size();
    try (Sheet sheet = new Sheet(SQUARE, SQUARE)) {
      BufferedImage mapped = sheet.image();
      for (int y = 0; y < SQUARE; y++) {
        for (int x = 0; x < SQUARE; x++) {
          double fall = map.at((x + 0.5) / scale, (y + 0.5) / scale);
          mapped.setRGB(x, y, colours.over(square.getRGB(x, y), fall));
        }
      }
      if (map.strongest().fall() > 0) {
        outline(sheet, map.strongest(), map.occlusion().patch(), scale);
      }
      return mapped;
    }
  }

  /** The value of the map that has the full colour, and less 0 the other one; in (0,1]. */
  public static double extent(OcclusionMap map) {
    return new OcclusionColorMap(map).extent();
  }

  /**
   * Writes a picture as a PNG, whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(BufferedImage picture, Path png) throws IOException {
    AtomicFile.write(
        png,
        out -> {
          if (!ImageIO.write(picture, "png", out)) {
            throw new IOException(png + ": this Java has no writer of PNG");
          }
        });
  }

  private void title(String title) {
    sheet.text(
        String.format(Locale.ROOT, "%s  %s", map.className(), percent(map.probability())),
        Font.BOLD,
        26,
        INK,
        MARGIN,
        46,
        WIDTH - 2 * MARGIN);
    sheet.text(title, Font.PLAIN, 15, SOFT_INK, MARGIN, 74, WIDTH - 2 * MARGIN);
  }

  private void photos() {
    sheet.image(photo, MARGIN, PHOTOS_TOP);
    sheet.image(drawMap(photo, map), right(), PHOTOS_TOP);
  }

  /** The strongest patch: it shows how large a patch is, too. */
  private static void outline(Sheet sheet, OcclusionMap.Patch patch, int size, double scale) {
    int left = (int) Math.round(patch.left() * scale);
    int top = (int) Math.round(patch.top() * scale);
    int side = (int) Math.round(size * scale);
    // Light within dark: seen on any photo.
    sheet.outline(INK, left, top, side);
    sheet.outline(Color.WHITE, left + 1, top + 1, side - 2);
  }

  private void legend() {
    BufferedImage bar = new BufferedImage(SQUARE, LEGEND_BAR, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < SQUARE; x++) {
      double fall = colours.extent() * (2 * (x + 0.5) / SQUARE - 1);
      for (int y = 0; y < LEGEND_BAR; y++) {
        bar.setRGB(x, y, colours.over(MID_GREY, fall));
      }
    }
    sheet.image(bar, right(), LEGEND_TOP);
    int ticks = LEGEND_TOP + LEGEND_BAR + 18;
    sheet.text(points(-colours.extent()), Font.PLAIN, 13, INK, right(), ticks, SQUARE);
    sheet.centred("0", 13, INK, right() + SQUARE / 2, ticks);
    sheet.flushRight(points(colours.extent()), 13, INK, right() + SQUARE, ticks);
    sheet.text(
        "hiding it raises the probability",
        Font.PLAIN,
        13,
        SOFT_INK,
        right(),
        ticks + 19,
        SQUARE / 2);
    sheet.flushRight(
        "hiding it lowers the probability", 13, SOFT_INK, right() + SQUARE, ticks + 19);

    int line = LEGEND_TOP + 13;
    for (String part : method()) {
      sheet.text(part, Font.PLAIN, 13, SOFT_INK, MARGIN, line, SQUARE);
      line += 19;
    }
  }

  private List<String> method() {
    return List.of(
        "Left: the network's input. Right: occlusion sensitivity map,",
        String.format(
            Locale.ROOT,
            "how the probability changes when a patch of %1$d × %1$d of the",
            map.occlusion().patch()),
        String.format(Locale.ROOT, "%1$d × %1$d pixels is hidden.", map.occlusion().input().size())
            + (map.strongest().fall() > 0 ? " Frame: the largest decrease." : ""));
  }

  private void neighbours(List<Neighbour> neighbours) {
    if (neighbours.isEmpty()) {
      return;
    }
    sheet.text(
        "Training photos with the most similar embeddings (cosine similarity)",
        Font.BOLD,
        15,
        INK,
        MARGIN,
        NEIGHBOURS_TOP + 8,
        WIDTH - 2 * MARGIN);
    int number = 0;
    for (Neighbour neighbour : neighbours) {
      int left = MARGIN + number % COLUMNS * (THUMBNAIL + GAP);
      int top = NEIGHBOURS_TOP + 24 + number / COLUMNS * ROW;
      thumbnail(neighbour.photo(), left, top);
      int line = top + THUMBNAIL + 18;
      String similarity = String.format(Locale.ROOT, "%.3f", neighbour.similarity());
      sheet.text(neighbour.className(), Font.PLAIN, 13, INK, left, line, THUMBNAIL - 48);
      sheet.flushRight(similarity, 13, SOFT_INK, left + THUMBNAIL, line);
      number++;
    }
  }

  private void thumbnail(Path file, int left, int top) {
    try {
      BufferedImage image = ImageDecoder.withDefaults().decode(file);
      sheet.image(SquareThumbnail.of(image, THUMBNAIL), left, top);
    } catch (IOException gone) {
      // Moved or deleted since it was embedded; its class and similarity are still worth telling.
      sheet.fill(MISSING, left, top, THUMBNAIL, THUMBNAIL);
      sheet.centred("file not found", 13, SOFT_INK, left + THUMBNAIL / 2, top + THUMBNAIL / 2);
    }
  }

  private static int right() {
    return 2 * MARGIN + SQUARE;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static String points(double fall) {
    return String.format(Locale.ROOT, "%+.1f points", -100 * fall).replace('-', '−');
  }
}
