package dev.flowers.dataset.painted;

/**
 * A petal or a leaf: a curved patch of surface. Its points are {@code root + along·u + bend·u² +
 * across·v + wrap·v²}, u from 0 at the root to 1 at the tip, v within ± the outline's width.
 *
 * @param root where it is attached
 * @param along from the root to the tip
 * @param across half the width
 * @param bend how the length curves
 * @param wrap how the width curves
 */
record Blade(Vec root, Vec along, Vec across, Vec bend, Vec wrap) {

  static Blade flat(Vec root, Vec along, Vec across) {
    return new Blade(root, along, across, Vec.ZERO, Vec.ZERO);
  }

  /** Lies in the picture's plane, seen from above, with the given half width. */
  static Blade lying(Vec root, Vec along, double halfWidth, Vec bend) {
    Vec across = new Vec(-along.y(), along.x(), 0).unit().times(halfWidth);
    return new Blade(root, along, across, bend, Vec.ZERO);
  }

  /**
   * A soft shadow of this blade on what is painted already.
   *
   * @param softness width of the shadow's edge, in scene pixels
   * @param strength 0 … 1
   */
  void shade(Canvas canvas, Outline outline, Vec shift, double softness, double strength) {
    Blade moved = new Blade(root.plus(shift), along, across, bend, wrap);
    Raster raster = new Raster(moved, canvas, outline, softness);
    while (raster.next()) {
      int rows = Math.min(raster.step, canvas.height - raster.y);
      for (int k = 0; k < raster.count; k++) {
        float keep = 1 - (float) strength * raster.cover[k];
        if (keep < 1) {
          int x = raster.from + k * raster.step;
          canvas.dim(x, raster.y, Math.min(raster.step, canvas.width - x), rows, keep);
        }
      }
    }
  }

  void paint(Canvas canvas, Outline outline, Skin skin, Sun sun) {
    Vec normal = along.cross(across).unit();
    if (normal.z() < 0) {
      normal = normal.times(-1);
    }
    float flat = (float) normal.dot(sun.direction());
    // A petal is a shallow dish: its edges turn up, its tip turns down.
    float turnV = (float) (-0.75 * across.unit().dot(sun.direction()));
    float turnU = (float) (0.9 * along.unit().dot(sun.direction()));
    float ambient = (float) sun.ambient();
    float direct = (float) sun.direct();
    float veins = (float) skin.veins();
    float lines = (float) skin.lines();
    float rim = (float) skin.rim();
    float gloss = (float) skin.gloss();
    float rimReach = (float) Math.max(1.5, 0.16 * across.length() * canvas.scale);
    float[] ramp = skin.ramp();
    Raster raster = new Raster(this, canvas, outline, 1);
    while (raster.next()) {
      int i = 3 * (raster.y * canvas.width + raster.from);
      for (int k = 0; k < raster.count; k++, i += 3) {
        float cover = raster.cover[k];
        if (cover == 0) {
          continue;
        }
        float u = raster.u[k];
        float v = raster.v[k];
        float lit = flat + turnU * (u - 0.45f) + turnV * v;
        float light = ambient + direct * (lit >= 0 ? lit : -0.4f * lit);
        float lane = v / (raster.width[k] + 0.08f) * lines + 40.5f;
        lane -= (int) lane;
        light *= 1 - veins * Math.abs(2 * lane - 1) * (1.1f - u * 0.6f);
        float edge = 1 - raster.inside[k] / rimReach;
        if (edge > 0) {
          light *= 1 + rim * edge * edge;
        }
        float shine = 0;
        if (gloss > 0 && lit > 0) {
          float s = Math.min(1, lit);
          s *= s;
          s *= s;
          shine = gloss * s * s;
        }
        int c = Skin.step(u);
        float[] to = canvas.light;
        to[i] += (ramp[c] * light + shine - to[i]) * cover;
        to[i + 1] += (ramp[c + 1] * light + shine - to[i + 1]) * cover;
        to[i + 2] += (ramp[c + 2] * light + shine - to[i + 2]) * cover;
      }
    }
  }
}
