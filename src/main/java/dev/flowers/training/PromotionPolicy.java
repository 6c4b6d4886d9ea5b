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
   * If it is not worse than the current version on the photos of its test part that the current
   * version was not fitted to either, both judged by the labels as they are now.
   *
   * <p>Worse is what the photos speak for by more than three to one: McNemar's exact test,
   * one-sided, p below 0.25. Newer photos and mended labels speak for the new one before a photo is
   * counted, so that one photo of sixty is not to decide; but a test at 5 % would promote a worse
   * model of which the photos are too few to prove it. Interval and p-value are told, so that a
   * person can decide otherwise.
   *
   * <p>If labels or photos have changed for the worse, what is right has changed, too: wrong labels
   * pull both models down alike. Then the new one must be better beyond chance: McNemar's exact
   * test, one-sided, p below 0.05. Two signs are looked at, both by 95 % intervals of a difference:
   * the current version agrees less with the labels of the photos that it was fitted to than when
   * it was trained, and the new one does less well on its own, or on its validation and test
   * photos, than the current one did; or the current version is worse on the compared photos than
   * on its own test part when it was published.
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
