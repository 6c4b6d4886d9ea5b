package dev.flowers.dataset.painted;

import java.util.List;

/** The background behind the blooms. It is out of focus; its scale says how far. */
enum Backdrop {
  SKY(0.125) {
    @Override
    void paint(Canvas canvas, Dice dice) {
      List<Tint> zenith =
          List.of(Tint.of(0x3F7FC4), Tint.of(0x6FA6DC), Tint.of(0x9DB7CF), Tint.of(0x5B8FC9));
      List<Tint> low = List.of(Tint.of(0xCFE2F2), Tint.of(0xE9EEF2), Tint.of(0xF2E3CC));
      gradient(canvas, dice.pick(zenith).vary(dice, 0.1), dice.pick(low).vary(dice, 0.06));
      clouds(canvas, Tint.of(0xF7F7F5), dice.between(0, 0.9), dice);
      if (dice.chance(0.6)) {
        Tint far = Foliage.green(dice).mix(Tint.of(0x9DB7CF), 0.3);
        hills(canvas, dice.between(0.55, 0.9), far, dice);
      }
    }
  },
  MEADOW(0.125) {
    @Override
    void paint(Canvas canvas, Dice dice) {
      Tint near = Foliage.green(dice);
      gradient(canvas, near.mix(Tint.of(0xD8E6A8), dice.between(0.1, 0.5)), near.times(0.6));
      clouds(canvas, near.times(0.45), 0.6, dice);
      Sun flat = Sun.roll(dice);
      for (int i = dice.whole(25, 60); i > 0; i--) {
        Vec root = somewhere(canvas, dice).plus(new Vec(0, 60, 0));
        Foliage.grass(canvas, root, dice.between(80, 220), dice.bell(0, 0.3), flat, dice);
      }
      specks(canvas, dice.whole(0, 30), 3, 9, dice);
    }
  },
  FOLIAGE(0.2) {
    @Override
    void paint(Canvas canvas, Dice dice) {
      Tint dark = Foliage.green(dice).times(0.22);
      gradient(canvas, dark, dark.times(0.6));
      Outline leaf = new Outline(0.5, 0.6);
      Sun sun = Sun.roll(dice);
      for (int i = dice.whole(35, 70); i > 0; i--) {
        double length = dice.between(50, 130);
        double turn = dice.between(0, 2 * Math.PI);
        Vec along = new Vec(Math.cos(turn) * length, Math.sin(turn) * length, 0);
        Tint green = Foliage.green(dice).times(dice.between(0.25, 0.8));
        Foliage.leaf(canvas, leaf, somewhere(canvas, dice), along, length * 0.24, green, sun, dice);
      }
    }
  },
  BOKEH(0.3) {
    @Override
    void paint(Canvas canvas, Dice dice) {
      Tint ground = dice.chance(0.6) ? Foliage.green(dice) : any(dice);
      gradient(canvas, ground.times(dice.between(0.2, 0.7)), ground.times(0.15));
      clouds(canvas, any(dice).times(0.5), 0.4, dice);
      Tint light = ground.mix(dice.pick(LIGHTS), 0.7);
      double size = dice.between(14, 34);
      for (int i = dice.whole(20, 50); i > 0; i--) {
        Tint tint = light.vary(dice, 0.25).times(dice.between(0.7, 1.5));
        double radius = size * dice.between(0.6, 1.15);
        Bead.bokeh(canvas, somewhere(canvas, dice), radius, tint, dice.between(0.12, 0.5));
      }
    }
  },
  SOIL(0.4) {
    @Override
    void paint(Canvas canvas, Dice dice) {
      List<Tint> soils =
          List.of(Tint.of(0x5A4330), Tint.of(0x7B6248), Tint.of(0x3E3027), Tint.of(0x8C7458));
      Tint soil = dice.pick(soils).vary(dice, 0.1);
      Noise noise = new Noise(dice.seed());
      fill(canvas, (x, y) -> soil.times(0.45 + 1.1 * noise.cloud(x / 40, y / 40, 4)));
      Sun sun = Sun.roll(dice);
      for (int i = dice.whole(30, 90); i > 0; i--) {
        Tint stone = soil.times(dice.between(0.7, 1.5)).vary(dice, 0.1);
        Bead.paint(canvas, somewhere(canvas, dice), dice.between(2, 9), stone, sun, 0.6);
      }
    }
  },
  WALL(0.4) {
    @Override
    void paint(Canvas canvas, Dice dice) {
      List<Tint> walls =
          List.of(
              Tint.of(0x9C4F3A),
              Tint.of(0xC9BBA4),
              Tint.of(0x8D8F92),
              Tint.of(0x6E5640),
              Tint.of(0xB7C2C4),
              Tint.of(0xD8C49A));
      Tint wall = dice.pick(walls).vary(dice, 0.1);
      boolean planks = dice.chance(0.4);
      double across = planks ? 1e6 : dice.between(70, 110);
      double high = planks ? dice.between(50, 90) : dice.between(26, 40);
      double joint = dice.chance(0.3) ? 1 : dice.between(0.45, 0.75);
      Noise noise = new Noise(dice.seed());
      fill(
          canvas,
          (x, y) -> {
            double row = Math.floor((planks ? x : y) / high);
            double t = (planks ? x : y) / high - row;
            double s = (x / across + 0.5 * (row % 2)) % 1;
            double grain = planks ? noise.cloud(x / 9, y / 130, 3) : noise.cloud(x / 30, y / 30, 4);
            double light =
                0.65
                    + 0.5 * grain
                    + 0.2 * (noise.at(row * 7.7, Math.floor(x / across + 0.5 * (row % 2))) - 0.5);
            boolean gap = t < 3 / high || s < 3 / across;
            return wall.times(gap ? light * joint : light);
          });
    }
  },
  DUSK(0.125) {
    @Override
    void paint(Canvas canvas, Dice dice) {
      List<Tint> high =
          List.of(Tint.of(0x3C3F6B), Tint.of(0x5A4470), Tint.of(0x2F4A6B), Tint.of(0x7A6A86));
      List<Tint> low =
          List.of(Tint.of(0xF2A65A), Tint.of(0xE8836B), Tint.of(0xF6C987), Tint.of(0xC96A6A));
      gradient(canvas, dice.pick(high).vary(dice, 0.1), dice.pick(low).vary(dice, 0.1));
      clouds(canvas, dice.pick(low).mix(Tint.of(0x8A5A7A), 0.4), 0.6, dice);
      Vec sun = somewhere(canvas, dice);
      Bead.glow(canvas, sun, dice.between(120, 260), Tint.of(0xFFE2A8).times(1.3), 0.7);
      hills(canvas, dice.between(0.6, 0.95), Tint.of(0x2C3226).vary(dice, 0.2), dice);
    }
  },
  HAZE(0.125) {
    @Override
    void paint(Canvas canvas, Dice dice) {
      Tint one = any(dice).mix(Tint.of(0xDDDDDD), dice.between(0.2, 0.7));
      Tint two = any(dice).mix(Tint.of(0x777777), dice.between(0.2, 0.7));
      gradient(canvas, one, two.times(dice.between(0.3, 1)));
      clouds(canvas, any(dice).mix(one, 0.5), 0.5, dice);
    }
  };

  private static final List<Tint> LIGHTS =
      List.of(
          Tint.of(0xFFF6D8),
          Tint.of(0xFFE0A0),
          Tint.of(0xDDF0FF),
          Tint.of(0xFFD0D8),
          Tint.of(0xD8F0B0));

  private static final List<Tint> ANY =
      List.of(
          Tint.of(0x6E8F4E),
          Tint.of(0x3F6FA4),
          Tint.of(0xB86A7A),
          Tint.of(0xC9A24A),
          Tint.of(0x7A5A8C),
          Tint.of(0x8C6A4A),
          Tint.of(0x5A8A8A),
          Tint.of(0xA9B7A0));

  /** Pixels of this backdrop's canvas for one of the picture's. */
  final double scale;

  Backdrop(double scale) {
    this.scale = scale;
  }

  /** Covers the whole canvas. */
  abstract void paint(Canvas canvas, Dice dice);

  private interface Field {
    Tint at(double x, double y);
  }

  private static Tint any(Dice dice) {
    return dice.pick(ANY).vary(dice, 0.15);
  }

  private static Vec somewhere(Canvas canvas, Dice dice) {
    double x = dice.between(-0.1, 1.1) * canvas.width / canvas.scale;
    double y = dice.between(-0.1, 1.1) * canvas.height / canvas.scale;
    return new Vec(x, y, 0);
  }

  private static void fill(Canvas canvas, Field field) {
    for (int y = 0; y < canvas.height; y++) {
      for (int x = 0; x < canvas.width; x++) {
        Tint t = field.at(x / canvas.scale, y / canvas.scale);
        canvas.blend(x, y, t.red(), t.green(), t.blue(), 1);
      }
    }
  }

  private static void gradient(Canvas canvas, Tint top, Tint bottom) {
    double high = canvas.height / canvas.scale;
    fill(canvas, (x, y) -> top.mix(bottom, y / high));
  }

  private static void clouds(Canvas canvas, Tint tint, double strength, Dice dice) {
    Noise noise = new Noise(dice.seed());
    double size = dice.between(70, 190);
    for (int y = 0; y < canvas.height; y++) {
      for (int x = 0; x < canvas.width; x++) {
        double c = noise.cloud(x / canvas.scale / size, y / canvas.scale / size * 1.5, 4);
        float cover = (float) (strength * Math.max(0, Math.min(1, (c - 0.4) * 3)));
        canvas.blend(x, y, tint.red(), tint.green(), tint.blue(), cover);
      }
    }
  }

  private static void hills(Canvas canvas, double level, Tint tint, Dice dice) {
    Noise noise = new Noise(dice.seed());
    double high = canvas.height / canvas.scale;
    for (int x = 0; x < canvas.width; x++) {
      double edge = high * (level + 0.25 * (noise.cloud(x / canvas.scale / 150, 0.5, 3) - 0.5));
      for (int y = 0; y < canvas.height; y++) {
        double cover = Math.max(0, Math.min(1, (y / canvas.scale - edge) / 8));
        double shade = 1 - 0.5 * Math.max(0, y / canvas.scale - edge) / high;
        Tint t = tint.times(shade);
        canvas.blend(x, y, t.red(), t.green(), t.blue(), (float) cover);
      }
    }
  }

  private static void specks(Canvas canvas, int count, double small, double large, Dice dice) {
    Tint tint = dice.pick(LIGHTS).mix(any(dice), 0.5);
    for (int i = 0; i < count; i++) {
      Bead.glow(canvas, somewhere(canvas, dice), dice.between(small, large) * 2, tint, 0.8);
    }
  }
}
