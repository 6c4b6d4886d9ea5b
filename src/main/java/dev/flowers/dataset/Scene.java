package dev.flowers.dataset;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * One picture: a backdrop far away, a few blooms and leaves out of focus before it, and the blooms
 * that the picture is about. Everything but the flower itself is thrown alike for all kinds, so
 * that the background tells nothing about the class.
 */
final class Scene {

  private static final List<int[]> FORMATS =
      List.of(
          new int[] {480, 360},
          new int[] {480, 360},
          new int[] {480, 320},
          new int[] {500, 375},
          new int[] {360, 480},
          new int[] {360, 480},
          new int[] {320, 480},
          new int[] {400, 400});

  private final Dice dice;
  private final Flower flower;
  private final int width;
  private final int height;
  private final Sun sun;

  Scene(FlowerKind kind, long seed) {
    dice = new Dice(seed);
    int[] format = dice.pick(FORMATS);
    width = format[0];
    height = format[1];
    sun = Sun.roll(dice);
    flower = kind.grow(dice);
  }

  BufferedImage paint() {
    Backdrop backdrop = dice.pick(List.of(Backdrop.values()));
    Canvas far = new Canvas(width, height, backdrop.scale);
    backdrop.paint(far, dice);
    Canvas middle = new Canvas(width, height, 0.3);
    middle.stretch(far);
    List<Pose> blooms = arrange();
    companions(middle, blooms.get(blooms.size() - 1).size());
    Canvas near = new Canvas(width, height, 1);
    near.stretch(middle);
    for (int i = dice.whole(0, 3); i > 0; i--) {
      greens(near, blooms);
    }
    for (Pose pose : blooms) {
      flower.paint(near, pose, sun, dice);
    }
    return Darkroom.roll(dice).develop(near, dice);
  }

  /** The blooms in focus, back to front; most of the picture is theirs. */
  private List<Pose> arrange() {
    double side = Math.min(width, height);
    List<Pose> poses = new ArrayList<>();
    double size = side * dice.between(0.41, 0.48);
    poses.add(
        pose(
            width / 2.0 + dice.bell(0, 0.02) * side,
            height / 2.0 + dice.bell(0, 0.02) * side,
            size));
    // More of them at the corners, smaller.
    for (int i = dice.chance(0.4) ? dice.whole(1, 3) : 0; i > 0; i--) {
      double around = Math.PI * (0.25 + 0.5 * dice.whole(0, 3)) + dice.bell(0, 0.15);
      double x = width / 2.0 + Math.cos(around) * 0.62 * width;
      double y = height / 2.0 + Math.sin(around) * 0.62 * height;
      poses.add(0, pose(x, y, size * dice.between(0.4, 0.55)));
    }
    return poses;
  }

  private Pose pose(double x, double y, double size) {
    double lean = Math.abs(dice.bell(0.2, 0.17));
    return Pose.facing(
        x, y, size, lean, dice.between(0, 2 * Math.PI), dice.between(0, 2 * Math.PI));
  }

  private void companions(Canvas canvas, double size) {
    int count = dice.chance(0.5) ? dice.whole(1, 3) : 0;
    for (int i = 0; i < count; i++) {
      double x = dice.between(-0.05, 1.05) * width;
      double y = dice.between(0.1, 0.9) * height;
      Pose pose =
          Pose.facing(
              x,
              y,
              size * dice.between(0.35, 0.6),
              dice.between(0.1, 0.7),
              dice.between(0, 6.3),
              dice.between(0, 6.3));
      flower.paint(canvas, pose, sun, dice);
    }
    for (int i = dice.whole(0, 4); i > 0; i--) {
      Vec root = new Vec(dice.between(0, 1) * width, height * dice.between(0.8, 1.1), 0);
      double length = height * dice.between(0.3, 0.7);
      flower.leaf(canvas, root, new Vec(dice.bell(0, 0.6) * length, -length, 0), sun, dice);
    }
  }

  private void greens(Canvas canvas, List<Pose> blooms) {
    Pose pose = dice.pick(blooms);
    double length = pose.size() * dice.between(0.9, 1.5);
    double down = dice.between(0.3, 1.1) * pose.size();
    Vec root = pose.centre().plus(new Vec(dice.bell(0, 0.1) * length, down, 0));
    double turn = dice.chance(0.5) ? dice.between(-0.5, 0.9) : Math.PI - dice.between(-0.5, 0.9);
    Vec along = new Vec(Math.cos(turn) * length, Math.sin(turn) * length, 0);
    flower.leaf(canvas, root, along, sun, dice);
  }
}
