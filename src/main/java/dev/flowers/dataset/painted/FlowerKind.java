package dev.flowers.dataset.painted;

/** The five kinds, in the order of their folders' names. */
enum FlowerKind {
  DAISY("daisy"),
  DANDELION("dandelion"),
  ROSES("roses"),
  SUNFLOWERS("sunflowers"),
  TULIPS("tulips");

  /** Name of the class and of its folder. */
  final String folder;

  FlowerKind(String folder) {
    this.folder = folder;
  }

  /** Chooses a variety. */
  Flower grow(Dice dice) {
    return switch (this) {
      case DAISY -> Daisy.grow(dice);
      case DANDELION -> Dandelion.grow(dice);
      case ROSES -> Rose.grow(dice);
      case SUNFLOWERS -> Sunflower.grow(dice);
      case TULIPS -> Tulip.grow(dice);
    };
  }
}
