package dev.flowers.dataset.painted;

/**
 * One variety of a kind of flower, with its colours and proportions; all blooms of a picture are of
 * one variety.
 */
sealed interface Flower permits Daisy, Dandelion, Rose, Sunflower, Tulip {

  /**
   * Paints one bloom with what carries it.
   *
   * @param pose where it is and how it is held
   * @param dice for the small differences between blooms
   */
  void paint(Canvas canvas, Pose pose, Sun sun, Dice dice);

  /** Paints a leaf that grows from {@code root} towards {@code along}. */
  void leaf(Canvas canvas, Vec root, Vec along, Sun sun, Dice dice);
}
