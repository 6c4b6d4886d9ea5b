package dev.flowers.dataset;

import java.util.List;

/**
 * The colours of petals, each from the base to the tip. All kinds draw from this one list: a colour
 * that only one of them had would tell the kind without looking at its shape.
 */
@SuppressWarnings("ImmutableEnumChecker") // a Tint is a record of three numbers
enum Petals {
  WHITE(0xD6D5C4, 0xF0EFE8, 0xF8F7F3),
  CREAM(0xD9C68E, 0xF1E6C2, 0xF8F1DC),
  YELLOW(0xE3A60E, 0xFBCB20, 0xFFE062),
  GOLD(0xDB8C0C, 0xF5B01C, 0xFCC94A),
  ORANGE(0xC85A12, 0xEE8424, 0xF7A854),
  FLAME(0xC23A1C, 0xE8722A, 0xF7C24A),
  RED(0xA81424, 0xD63038, 0xE8604E),
  PINK(0xC9527E, 0xEC86A8, 0xF7B6C8),
  BLUSH(0xDB9A96, 0xF2C2B8, 0xF9DDD2),
  PEACH(0xDD8A50, 0xF4B482, 0xFAD3AC),
  LILAC(0x8E68B4, 0xB594D2, 0xD8C4E8);

  /** Those that a yellow dandelion has. */
  static final List<Petals> YELLOWS = List.of(YELLOW, YELLOW, GOLD, ORANGE);

  /** Those that a dandelion's seeds have, by day and in the evening's light. */
  static final List<Petals> PALE = List.of(WHITE, WHITE, CREAM, BLUSH);

  /** Those that sunflowers are bred in. */
  static final List<Petals> WARM =
      List.of(YELLOW, YELLOW, GOLD, GOLD, ORANGE, FLAME, CREAM, WHITE, RED, BLUSH, PEACH);

  static final List<Petals> ALL = List.of(values());

  final Tint base;
  final Tint middle;
  final Tint tip;

  Petals(int base, int middle, int tip) {
    this.base = Tint.of(base);
    this.middle = Tint.of(middle);
    this.tip = Tint.of(tip);
  }
}
