package dev.flowers.dataset;

import java.util.function.Function;

/** The five kinds, in the order of their folders' names. */
enum FlowerKind {
  DAISY("daisy", Daisy::grow),
  DANDELION("dandelion", Dandelion::grow),
  ROSES("roses", Rose::grow),
  SUNFLOWERS("sunflowers", Sunflower::grow),
  TULIPS("tulips", Tulip::grow);

  /** Name of the class and of its folder. */
  final String folder;

  private final Function<Dice, Flower> seedling;

  FlowerKind(String folder, Function<Dice, Flower> seedling) {
    this.folder = folder;
    this.seedling = seedling;
  }

  /** Chooses a variety. */
  Flower grow(Dice dice) {
    return seedling.apply(dice);
  }
}
