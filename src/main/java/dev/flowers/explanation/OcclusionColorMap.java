package dev.flowers.explanation;

/**
 * The colours of an occlusion sensitivity map over a grey photo: vermilion where the probability
 * falls, blue where it rises, the stronger the further; none at 0. The two are told apart by
 * colour-blind people, too.
 *
 * <p>Source of the two: Okabe and Ito, "Color Universal Design", 2008. They are mixed with the
 * photo's grey in {@link Oklab}, where equal steps look equal.
 */
final class OcclusionColorMap {
  private static final Oklab FALLS = Oklab.of(0xD55E00);
  private static final Oklab RISES = Oklab.of(0x0072B2);

  /** How much of the photo the strongest colour covers. */
  private static final double COVER = 0.85;

  /** The photo between these, so that neither its black nor its white swallows the colour. */
  private static final double DARKEST = 0.30;

  private static final double LIGHTEST = 0.97;

  /** A smaller fall is no more than noise: it never has the full colour. */
  private static final double LEAST_EXTENT = 0.01;

  private final double extent;

  /** Colours for a map: its value furthest from 0, on either side, has the full colour. */
  OcclusionColorMap(OcclusionMap map) {
    OcclusionMap.Range range = map.range();
    extent = Math.max(LEAST_EXTENT, Math.max(range.high(), -range.low()));
  }

  /** The fall, and less 0 the rise, that has the full colour; in (0,1]. */
  double extent() {
    return extent;
  }

  /** A pixel of the photo, as RGB, under a value of the map. */
  int over(int pixel, double fall) {
    double grey = DARKEST + (LIGHTEST - DARKEST) * Oklab.of(pixel).lightness();
    double share = Math.min(1, Math.abs(fall) / extent);
    return new Oklab(grey, 0, 0).towards(fall < 0 ? RISES : FALLS, COVER * share).rgb();
  }
}
