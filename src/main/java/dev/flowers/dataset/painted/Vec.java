package dev.flowers.dataset.painted;

/** A vector in the picture's space: x to the right, y down, z towards the viewer; in pixels. */
record Vec(double x, double y, double z) {

  static final Vec ZERO = new Vec(0, 0, 0);

  Vec plus(Vec v) {
    return new Vec(x + v.x, y + v.y, z + v.z);
  }

  Vec times(double f) {
    return new Vec(x * f, y * f, z * f);
  }

  double dot(Vec v) {
    return x * v.x + y * v.y + z * v.z;
  }

  Vec cross(Vec v) {
    return new Vec(y * v.z - z * v.y, z * v.x - x * v.z, x * v.y - y * v.x);
  }

  double length() {
    return Math.sqrt(dot(this));
  }

  /** Of length one; the zero vector is answered by one towards the viewer. */
  Vec unit() {
    double length = length();
    return length < 1e-9 ? new Vec(0, 0, 1) : times(1 / length);
  }
}
