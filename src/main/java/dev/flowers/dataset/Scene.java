package dev.flowers.dataset;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
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
    companions(middle, blooms.get(0).size());
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
    double many = dice.between(0, 1);
    int count = many < 0.6 ? 1 : many < 0.8 ? 2 : many < 0.92 ? 3 : 4;
    double size =
        side
            * (count == 1
                ? dice.between(0.34, 0.48)
                : count == 2 ? dice.between(0.26, 0.32) : dice.between(0.2, 0.26));
    double turn = dice.between(0, 2 * Math.PI);
    List<Pose> poses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double away =
          count == 1 ? side * 0.05 * dice.between(0, 1) : side * (count == 2 ? 0.24 : 0.28);
      double around = turn + 2 * Math.PI * i / count;
      double x = width / 2.0 + Math.cos(around) * away + dice.bell(0, 0.02) * side;
      double y = height / 2.0 + Math.sin(around) * away + dice.bell(0, 0.02) * side;
      double lean = Math.abs(dice.bell(0.25, 0.2));
      poses.add(
          Pose.facing(
              x,
              y,
              size * dice.bell(1, 0.06),
              lean,
              dice.between(0, 2 * Math.PI),
              dice.between(0, 2 * Math.PI)));
    }
    poses.sort(Comparator.comparingDouble(p -> p.centre().y()));
    return poses;
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
