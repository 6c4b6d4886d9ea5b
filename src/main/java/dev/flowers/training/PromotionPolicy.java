package dev.flowers.training;

import java.util.Locale;

/**
 * When a training makes the version that it has published the current one. The first version of a
 * name is current in any case.
 */
public enum PromotionPolicy {
  /** Always. */
  ALWAYS,
  /** Never: a person promotes it. */
  NEVER,
  /**
   * If it is not worse than the current version on the same photos: if it makes no more errors on
   * the photos of its test part that the current version was not fitted to either, both judged by
   * the labels as they are now.
   *
   * <p>Which model is better is a choice between two, not a proof: if none is preferred beforehand,
   * the choice that is right most often is the one with fewer errors, however few the photos
   * (selection of the best population: R. E. Bechhofer, Annals of Mathematical Statistics 25,
   * 1954). A test at 5 % would promote a worse model of which the photos are too few to prove it:
   * in a service that error costs more than to keep a model that works. With as many errors the new
   * one is promoted: it has seen the newer photos and labels. Interval and p-value are told, so
   * that a person can decide otherwise.
   *
   * <p>If the current version is worse on these photos than on its own test part when it was
   * published, beyond chance (the 95 % interval of the difference is above 0), then labels or
   * photos have changed, and with them what "right" means: wrong labels pull both models down
   * alike. Then the new one must be better beyond chance: McNemar's exact test, one-sided, p below
   * 0.05.
   *
   * <p>It is not promoted where the two cannot be compared: without such photos, without the
   * current version's trunk; and not if it lacks a class that the current version has, whose users
   * would miss it.
   */
  BETTER;

  /** As options take it: {@code better}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
