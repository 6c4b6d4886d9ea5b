package dev.flowers.dataset.painted;

/** Small round things: florets and seeds of a disc, and the discs of unfocused light. */
final class Bead {

  private Bead() {}

  /**
   * A little ball, lit from the sun's side.
   *
   * @param radius in scene pixels
   * @param relief how much lighter its lit side is than its dark side, 0 … 1
   */
  static void paint(Canvas canvas, Vec centre, double radius, Tint tint, Sun sun, double relief) {
    double r = Math.max(0.5, radius * canvas.scale);
    double cx = centre.x() * canvas.scale;
    double cy = centre.y() * canvas.scale;
    double lx = sun.direction().x() * relief / r;
    double ly = sun.direction().y() * relief / r;
    int top = (int) Math.max(0, cy - r - 1);
    int bottom = (int) Math.min(canvas.height - 1, cy + r + 1);
    int left = (int) Math.max(0, cx - r - 1);
    int right = (int) Math.min(canvas.width - 1, cx + r + 1);
    for (int y = top; y <= bottom; y++) {
      double dy = y + 0.5 - cy;
      for (int x = left; x <= right; x++) {
        double dx = x + 0.5 - cx;
        double cover = r - Math.sqrt(dx * dx + dy * dy) + 0.5;
        if (cover > 0) {
          float light = (float) (1 + dx * lx + dy * ly);
          canvas.blend(
              x,
              y,
              tint.red() * light,
              tint.green() * light,
              tint.blue() * light,
              (float) Math.min(1, cover));
        }
      }
    }
  }

  /**
   * A patch without an edge, strongest in its middle.
   *
   * @param strength cover in the middle, 0 … 1
   */
  static void glow(Canvas canvas, Vec centre, double radius, Tint tint, double strength) {
    spread(canvas, centre, radius, tint, strength, false);
  }

  /**
   * A point of light out of focus: an even disc with a brighter rim.
   *
   * @param strength cover, 0 … 1
   */
  static void bokeh(Canvas canvas, Vec centre, double radius, Tint tint, double strength) {
    spread(canvas, centre, radius, tint, strength, true);
  }

  private static void spread(
      Canvas canvas, Vec centre, double radius, Tint tint, double strength, boolean disc) {
    double r = Math.max(1, radius * canvas.scale);
    double cx = centre.x() * canvas.scale;
    double cy = centre.y() * canvas.scale;
    int top = (int) Math.max(0, cy - r - 1);
    int bottom = (int) Math.min(canvas.height - 1, cy + r + 1);
    int left = (int) Math.max(0, cx - r - 1);
    int right = (int) Math.min(canvas.width - 1, cx + r + 1);
    for (int y = top; y <= bottom; y++) {
      double dy = y + 0.5 - cy;
      for (int x = left; x <= right; x++) {
        double dx = x + 0.5 - cx;
        double t = (dx * dx + dy * dy) / (r * r);
        double edge = Math.min(1, Math.max(0, (1 - Math.sqrt(t)) * r + 0.5));
        double cover = disc ? edge * (0.6 + 0.4 * t * t) : t < 1 ? (1 - t) * (1 - t) : 0;
        if (cover > 0) {
          canvas.blend(x, y, tint.red(), tint.green(), tint.blue(), (float) (strength * cover));
        }
      }
    }
  }
}
