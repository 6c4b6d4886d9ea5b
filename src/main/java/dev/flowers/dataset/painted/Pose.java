package dev.flowers.dataset.painted;

/**
 * Where a bloom is, how large, and which way it looks. A bloom is built around its own axis: {@code
 * right} and {@code up} span the plane of the flower, {@code axis} is where it looks.
 *
 * @param centre of the bloom, in scene pixels
 * @param size the bloom's radius (a tulip's half height), in scene pixels
 */
record Pose(Vec centre, double size, Vec right, Vec up, Vec axis) {

  /**
   * A bloom that looks at the viewer, then leans away.
   *
   * @param lean radians between the bloom's axis and the line of sight
   * @param towards the direction in which it leans, radians, 0 = right, π/2 = down
   * @param spin radians of turning about the bloom's own axis
   */
  static Pose facing(double x, double y, double size, double lean, double towards, double spin) {
    Vec axis =
        new Vec(
            Math.sin(lean) * Math.cos(towards), Math.sin(lean) * Math.sin(towards), Math.cos(lean));
    Vec side = new Vec(-Math.sin(towards), Math.cos(towards), 0);
    Vec along = side.cross(axis);
    Vec right = along.times(Math.cos(spin)).plus(side.times(Math.sin(spin)));
    Vec up = side.times(Math.cos(spin)).plus(along.times(-Math.sin(spin)));
    return new Pose(new Vec(x, y, 0), size, right, up, axis);
  }

  /** From the bloom's own coordinates (in its radii) to an offset in the picture. */
  Vec offset(double r, double u, double a) {
    return right.times(r * size).plus(up.times(u * size)).plus(axis.times(a * size));
  }

  Vec point(double r, double u, double a) {
    return centre.plus(offset(r, u, a));
  }
}
