package dev.flowers.embedding;

/** Data augmentation: what is embedded in addition to each photo, for training only. */
public enum Augmentation {
  /** Nothing. */
  NONE,
  /** Its mirror image, left to right: a flower is the same one from the other side. */
  FLIP
}
