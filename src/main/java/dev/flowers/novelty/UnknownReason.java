package dev.flowers.novelty;

import java.util.Locale;

/** Why a photo's class is unknown. */
public enum UnknownReason {
  /** Its embedding is far from those of all training photos: it may be of no class of the model. */
  NOVEL,
  /** No class is probable enough: it looks like several of the model's classes. */
  AMBIGUOUS;

  /** Returns the name in lower case, as output has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
