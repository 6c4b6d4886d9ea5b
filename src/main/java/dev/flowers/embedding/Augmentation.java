package dev.flowers.embedding;

/** What is embedded beside each photo, for training alone. */
public enum Augmentation {
  /** Nothing. */
  NONE,
  /** Its mirror image, left to right: a flower is the same one from the other side. */
  FLIP
}
