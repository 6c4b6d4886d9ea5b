package dev.flowers.dataset.painted;

/** Thin straight lines: hairs, threads, filaments. */
final class Strand {

  private Strand() {}

  /**
   * A line that thins out towards its end. Below one pixel it gets fainter instead of thinner.
   *
   * @param width in scene pixels, at the start
   * @param strength cover, 0 … 1
   */
  static void paint(Canvas canvas, Vec from, Vec to, double width, Tint tint, double strength) {
    double s = canvas.scale;
    double x0 = from.x() * s;
    double y0 = from.y() * s;
    double dx = to.x() * s - x0;
    double dy = to.y() * s - y0;
    double length = Math.hypot(dx, dy);
    if (length < 0.3) {
      return;
    }
    double half = width * s / 2;
    double faint = strength * Math.min(1, 2 * half);
    half = Math.max(half, 0.5);
    double reach = half + 1;
    int top = (int) Math.max(0, Math.min(y0, y0 + dy) - reach);
    int bottom = (int) Math.min(canvas.height - 1, Math.max(y0, y0 + dy) + reach);
    int left = (int) Math.max(0, Math.min(x0, x0 + dx) - reach);
    int right = (int) Math.min(canvas.width - 1, Math.max(x0, x0 + dx) + reach);
    double ux = dx / length;
    double uy = dy / length;
    for (int y = top; y <= bottom; y++) {
      double qy = y + 0.5 - y0;
      int a = left;
      int b = right;
      if (Math.abs(uy) > 1e-3) {
        // Where the distance to the line, |qx·uy − qy·ux|, is within reach.
        double one = (qy * ux - reach) / uy + x0;
        double two = (qy * ux + reach) / uy + x0;
        a = (int) Math.max(a, Math.min(one, two) - 1);
        b = (int) Math.min(b, Math.max(one, two) + 1);
      }
      for (int x = a; x <= b; x++) {
        double qx = x + 0.5 - x0;
        double along = qx * ux + qy * uy;
        double t = Math.max(0, Math.min(1, along / length));
        double off = Math.hypot(qx - t * dx, qy - t * dy);
        double cover = half * (1 - 0.4 * t) - off + 0.5;
        if (cover > 0) {
          float c = (float) (faint * Math.min(1, cover));
          canvas.blend(x, y, tint.red(), tint.green(), tint.blue(), c);
        }
      }
    }
  }
}
