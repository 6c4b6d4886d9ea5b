package dev.flowers.dataset.painted;

/**
 * Walks over the pixels of a {@link Blade}, a row at a time, and maps each back to the blade's (u,
 * v). This is where the painting spends its time: floats, arrays, and no objects a pixel.
 */
final class Raster {

  /**
   * Pixels from one sample to the next, across and down: soft edges need not be looked at closely.
   */
  final int step;

  /** The current row, its first pixel, and the number of samples; the arrays hold so many. */
  int y;

  int from;
  int count;

  final float[] u;
  final float[] v;

  /** Half width of the outline at u. */
  final float[] width;

  /** 0 … 1, zero where the blade is not. */
  final float[] cover;

  /** Distance to the edge in pixels, above zero inside. */
  final float[] inside;

  private final Outline outline;
  private final float softness;
  private final float x0;
  private final float y0;
  private final float bendX;
  private final float bendY;
  private final float wrapX;
  private final float wrapY;
  private final boolean curved;
  // The inverse of (along, across): from pixels to u and v.
  private final float uX;
  private final float uY;
  private final float vX;
  private final float vY;
  private final float perU;

  /** Pixels for one unit of v at each step of the outline, for v above zero, then below. */
  private final float[][] reach;

  private final int left;
  private final int right;
  private final int bottom;
  private final float spareU;
  private final float spareV;

  Raster(Blade blade, Canvas canvas, Outline outline, double soft) {
    this.outline = outline;
    double s = canvas.scale;
    softness = (float) Math.max(1, soft * s);
    step = softness >= 5 ? 2 : 1;
    x0 = (float) (blade.root().x() * s);
    y0 = (float) (blade.root().y() * s);
    bendX = (float) (blade.bend().x() * s);
    bendY = (float) (blade.bend().y() * s);
    wrapX = (float) (blade.wrap().x() * s);
    wrapY = (float) (blade.wrap().y() * s);
    curved = Math.abs(bendX) + Math.abs(bendY) + Math.abs(wrapX) + Math.abs(wrapY) > 0.3;
    double ax = blade.along().x() * s;
    double ay = blade.along().y() * s;
    double bx = blade.across().x() * s;
    double by = blade.across().y() * s;
    double det = ax * by - ay * bx;
    double size = Math.hypot(ax, ay) * Math.hypot(bx, by);
    // Edge-on there is nothing to see, and the inverse does not exist.
    boolean seen = Math.abs(det) > 0.02 * size && size > 1e-6;
    double d = seen ? 1 / det : 0;
    uX = (float) (by * d);
    uY = (float) (-bx * d);
    vX = (float) (-ay * d);
    vY = (float) (ax * d);
    perU = (float) (1 / Math.sqrt(uX * uX + uY * uY + 1e-12));
    reach = new float[][] {reach(vX, vY), reach(-vX, -vY)};
    double[] box = box(blade, s);
    left = (int) Math.max(0, Math.floor(box[0] - softness));
    right = (int) Math.min(canvas.width - 1, Math.ceil(box[1] + softness));
    y = (int) Math.max(0, Math.floor(box[2] - softness)) - step;
    bottom = seen ? (int) Math.min(canvas.height - 1, Math.ceil(box[3] + softness)) : -1;
    // How far outside [0, 1] and ±1 a pixel may seem, before the curves are taken into account.
    spareU =
        softness / perU
            + (curved ? Math.abs(uX * bendX + uY * bendY) + Math.abs(uX * wrapX + uY * wrapY) : 0);
    spareV =
        1.02f
            + softness * (float) Math.hypot(vX, vY)
            + (curved ? Math.abs(vX * bendX + vY * bendY) + Math.abs(vX * wrapX + vY * wrapY) : 0);
    int most = Math.max(0, (right - left) / step + 1);
    u = new float[most];
    v = new float[most];
    width = new float[most];
    cover = new float[most];
    inside = new float[most];
  }

  /** The outline is where width(u) − |v| = 0; its distance is that over the gradient's length. */
  private float[] reach(float x, float y) {
    float[] reach = new float[Outline.STEPS + 1];
    // Beside a blunt end the slope is steep and the distance underrated: a soft edge would show it.
    float steepest = softness > 1.5f ? 4 : 1000;
    for (int i = 0; i < reach.length; i++) {
      float slope = Math.max(-steepest, Math.min(steepest, outline.slope[i]));
      float gx = slope * uX - x;
      float gy = slope * uY - y;
      reach[i] = 1 / (float) Math.sqrt(gx * gx + gy * gy + 1e-12f);
    }
    return reach;
  }

  private static double[] box(Blade blade, double s) {
    double[] box = {1e9, -1e9, 1e9, -1e9};
    for (double u = 0; u <= 1.01; u += 0.25) {
      for (double v = -1; v <= 1; v += 1) {
        Vec p =
            blade
                .root()
                .plus(blade.along().times(u))
                .plus(blade.across().times(v))
                .plus(blade.bend().times(u * u))
                .plus(blade.wrap().times(v * v));
        box[0] = Math.min(box[0], p.x() * s);
        box[1] = Math.max(box[1], p.x() * s);
        box[2] = Math.min(box[2], p.y() * s);
        box[3] = Math.max(box[3], p.y() * s);
      }
    }
    return box;
  }

  /** Goes to the next row; false when there is none. */
  boolean next() {
    y += step;
    if (y > bottom) {
      return false;
    }
    // In a slender blade most of the box is empty: keep to where u and v can be on the blade.
    float qy = y + 0.5f - y0;
    float a = left;
    float b = right;
    if (Math.abs(vX) > 1e-6f) {
      float one = (-spareV - vY * qy) / vX + x0 - 0.5f;
      float two = (spareV - vY * qy) / vX + x0 - 0.5f;
      a = Math.max(a, Math.min(one, two));
      b = Math.min(b, Math.max(one, two) + 1);
    }
    if (Math.abs(uX) > 1e-6f) {
      float one = (-spareU - uY * qy) / uX + x0 - 0.5f;
      float two = (1 + spareU - uY * qy) / uX + x0 - 0.5f;
      a = Math.max(a, Math.min(one, two));
      b = Math.min(b, Math.max(one, two) + 1);
    }
    from = (int) a;
    count = b < a ? 0 : ((int) b - from) / step + 1;
    locate(qy);
    return true;
  }

  /** Fills the row's u and v, then its cover. */
  private void locate(float qy) {
    for (int k = 0; k < count; k++) {
      float qx = from + k * step + 0.5f - x0;
      u[k] = uX * qx + uY * qy;
      v[k] = vX * qx + vY * qy;
    }
    if (curved) {
      float ub = uX * bendX + uY * bendY;
      float uw = uX * wrapX + uY * wrapY;
      float vb = vX * bendX + vY * bendY;
      float vw = vX * wrapX + vY * wrapY;
      for (int k = 0; k < count; k++) {
        float lu = u[k];
        float lv = v[k];
        float pu = lu;
        float pv = lv;
        for (int round = 0; round < 2; round++) {
          float uu = Math.max(-0.2f, Math.min(1.2f, pu));
          float vv = Math.max(-1.2f, Math.min(1.2f, pv));
          uu *= uu;
          vv *= vv;
          pu = lu - ub * uu - uw * vv;
          pv = lv - vb * uu - vw * vv;
        }
        u[k] = pu;
        v[k] = pv;
      }
    }
    float sharp = 1 / softness;
    float most = 1.02f + softness * (float) Math.hypot(vX, vY);
    float least = -softness / perU;
    for (int k = 0; k < count; k++) {
      float pu = u[k];
      float pv = v[k];
      if (Math.abs(pv) > most || pu < least || pu > 1 - least) {
        cover[k] = 0;
        continue;
      }
      float held = pu < 0 ? 0 : Math.min(pu, 1);
      float at = held * Outline.STEPS;
      int i = (int) at;
      float w = outline.width[i] + (at - i) * (outline.width[i + 1] - outline.width[i]);
      float depth = (w - Math.abs(pv)) * (pv < 0 ? reach[1][i] : reach[0][i]);
      if (pu != held) {
        depth = Math.min(depth, 0) + (pu < 0 ? pu : 1 - pu) * perU;
      }
      float c = Math.max(0, Math.min(1, depth * sharp + 0.5f));
      cover[k] = softness > 1.5f ? c * c * (3 - 2 * c) : c;
      inside[k] = depth;
      width[k] = w;
      u[k] = held;
    }
  }
}
