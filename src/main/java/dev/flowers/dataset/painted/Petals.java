package dev.flowers.dataset.painted;

import java.util.List;

/**
 * The colours of a petal, from its base to its tip. All kinds draw from the same few: a colour that
 * only one of them had would tell the kind without looking at its shape.
 */
record Petals(Tint base, Tint middle, Tint tip) {

  private static final Petals WHITE = of(0xD6D5C4, 0xF0EFE8, 0xF8F7F3);
  private static final Petals CREAM = of(0xD9C68E, 0xF1E6C2, 0xF8F1DC);
  private static final Petals YELLOW = of(0xE3A60E, 0xFBCB20, 0xFFE062);
  private static final Petals GOLD = of(0xDB8C0C, 0xF5B01C, 0xFCC94A);
  private static final Petals ORANGE = of(0xC85A12, 0xEE8424, 0xF7A854);
  private static final Petals FLAME = of(0xC23A1C, 0xE8722A, 0xF7C24A);
  private static final Petals RED = of(0xA81424, 0xD63038, 0xE8604E);
  private static final Petals PINK = of(0xC9527E, 0xEC86A8, 0xF7B6C8);
  private static final Petals BLUSH = of(0xDB9A96, 0xF2C2B8, 0xF9DDD2);
  private static final Petals PEACH = of(0xDD8A50, 0xF4B482, 0xFAD3AC);
  private static final Petals LILAC = of(0x8E68B4, 0xB594D2, 0xD8C4E8);

  static final List<Petals> ALL =
      List.of(WHITE, CREAM, YELLOW, GOLD, ORANGE, FLAME, RED, PINK, BLUSH, PEACH, LILAC);

  /** Those that sunflowers are bred in. */
  static final List<Petals> WARM =
      List.of(YELLOW, YELLOW, GOLD, GOLD, ORANGE, FLAME, CREAM, WHITE, RED, BLUSH, PEACH);

  /** Those of a dandelion in flower. */
  static final List<Petals> YELLOWS = List.of(YELLOW, YELLOW, YELLOW, GOLD, GOLD, ORANGE);

  /** Those of a dandelion's seeds, by day and in the evening's light. */
  static final List<Petals> PALE = List.of(WHITE, WHITE, CREAM, BLUSH);

  private static Petals of(int base, int middle, int tip) {
    return new Petals(Tint.of(base), Tint.of(middle), Tint.of(tip));
  }
}
