package dev.flowers.dataset.painted;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * One picture: a backdrop far away, a few blooms and leaves out of focus before it, and the blooms
 * that the picture is about. Everything but the flower itself is drawn from the same distributions
 * for all kinds, so that the background tells nothing about the class.
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
    // The exposure is set for the bloom, as a photographer would.
    far.dim(0, 0, far.width, far.height, (float) dice.between(0.5, 0.85));
    Canvas middle = new Canvas(width, height, 0.3);
    middle.stretch(far);
    List<Pose> blooms = arrange();
    unfocused(middle);
    Canvas near = new Canvas(width, height, 1);
    near.stretch(middle);
    for (int i = dice.whole(0, 3); i > 0; i--) {
      leaf(near, dice.pick(blooms));
    }
    for (Pose pose : blooms) {
      flower.paint(near, pose, sun, dice);
    }
    return Darkroom.roll(dice).develop(near, dice);
  }

  /** The blooms in focus, back to front: a large one in the middle, before smaller ones. */
  private List<Pose> arrange() {
    double side = Math.min(width, height);
    List<Pose> poses = new ArrayList<>();
    for (int i = dice.chance(0.35) ? dice.whole(1, 3) : 0; i > 0; i--) {
      double corner = Math.PI * (0.25 + 0.5 * dice.whole(0, 3)) + dice.bell(0, 0.15);
      double x = width * (0.5 + 0.62 * Math.cos(corner));
      double y = height * (0.5 + 0.62 * Math.sin(corner));
      poses.add(pose(x, y, side * dice.between(0.17, 0.25), Math.abs(dice.bell(0.18, 0.15))));
    }
    double x = width / 2.0 + dice.bell(0, 0.02) * side;
    double y = height / 2.0 + dice.bell(0, 0.02) * side;
    poses.add(pose(x, y, side * dice.between(0.41, 0.48), Math.abs(dice.bell(0.18, 0.15))));
    return poses;
  }

  private Pose pose(double x, double y, double size, double lean) {
    double towards = dice.between(0, 2 * Math.PI);
    return Pose.facing(x, y, size, lean, towards, dice.between(0, 2 * Math.PI));
  }

  /** Blooms and leaves further away, anywhere in the picture. */
  private void unfocused(Canvas canvas) {
    double side = Math.min(width, height);
    for (int i = dice.chance(0.5) ? dice.whole(1, 3) : 0; i > 0; i--) {
      double x = dice.between(-0.05, 1.05) * width;
      double y = dice.between(0.1, 0.9) * height;
      double size = side * dice.between(0.15, 0.27);
      flower.paint(canvas, pose(x, y, size, dice.between(0.1, 0.7)), sun, dice);
    }
    for (int i = dice.whole(0, 4); i > 0; i--) {
      Vec root = new Vec(dice.between(0, 1) * width, height * dice.between(0.8, 1.1), 0);
      double length = height * dice.between(0.3, 0.7);
      flower.leaf(canvas, root, new Vec(dice.bell(0, 0.6) * length, -length, 0), sun, dice);
    }
  }

  /** A leaf that shows from under a bloom, to the left or to the right. */
  private void leaf(Canvas canvas, Pose pose) {
    double length = pose.size() * dice.between(0.9, 1.5);
    double down = dice.between(0.3, 1.1) * pose.size();
    Vec root = pose.centre().plus(new Vec(dice.bell(0, 0.1) * length, down, 0));
    double turn = dice.chance(0.5) ? dice.between(-0.5, 0.9) : Math.PI - dice.between(-0.5, 0.9);
    Vec along = new Vec(Math.cos(turn) * length, Math.sin(turn) * length, 0);
    flower.leaf(canvas, root, along, sun, dice);
  }
}
