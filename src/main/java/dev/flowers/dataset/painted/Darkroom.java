package dev.flowers.dataset.painted;

import java.awt.image.BufferedImage;

/**
 * The effects of camera and light on a scene: exposure, colour temperature, contrast, flare,
 * vignetting, a little blur and noise.
 *
 * @param exposure factor on all light
 * @param warmth above zero yellow and red, below zero blue
 * @param contrast 1 = as it is
 * @param corners how much darker the corners are, 0 … 1
 * @param blur share of each pixel taken from its neighbours, 0 … 1
 * @param grain standard deviation of the noise, in levels of 255
 * @param flare strength of the haze, 0 = none
 * @param flareX where the haze comes from, in widths
 * @param flareY the same in heights
 */
record Darkroom(
    double exposure,
    double warmth,
    double contrast,
    double corners,
    double blur,
    double grain,
    double flare,
    double flareX,
    double flareY) {

  /** Steps of the {@link #curve} for one unit of light. */
  private static final int STEPS = 4096;

  static Darkroom roll(Dice dice) {
    double mood = dice.between(0, 1);
    // A fifth at dusk, a tenth overexposed, the rest ordinary daylight, warm or cool.
    boolean dusk = mood < 0.2;
    boolean over = mood > 0.9;
    return new Darkroom(
        dusk ? dice.between(0.7, 0.88) : over ? dice.between(1.25, 1.4) : dice.between(0.92, 1.15),
        dusk ? dice.between(0.05, 0.3) : dice.bell(0, 0.11),
        dice.between(0.92, 1.12),
        dice.chance(0.5) ? dice.between(0.15, 0.55) : 0.05,
        dice.chance(0.3) ? dice.between(0.3, 0.9) : 0,
        dice.chance(0.5) ? dice.between(1, 3.5) : 0.6,
        dice.chance(0.25) ? dice.between(0.05, 0.16) : 0,
        dice.between(0, 1),
        dice.between(-0.1, 0.4));
  }

  /** Develops the canvas, which is left changed. */
  BufferedImage develop(Canvas canvas, Dice dice) {
    if (blur > 0) {
      soften(canvas);
    }
    float red = (float) (exposure * (1 + warmth));
    float green = (float) (exposure * (1 + 0.12 * warmth));
    float blue = (float) (exposure * (1 - warmth));
    float[] curve = curve();
    long state = dice.seed();
    int w = canvas.width;
    int h = canvas.height;
    int[] pixels = new int[w * h];
    for (int y = 0; y < h; y++) {
      float dy = (y + 0.5f) / h - 0.5f;
      for (int x = 0; x < w; x++) {
        float dx = (x + 0.5f) / w - 0.5f;
        float corner = 1 - (float) corners * 2 * (dx * dx + dy * dy);
        float haze = 0;
        if (flare > 0) {
          float fx = dx + 0.5f - (float) flareX;
          float fy = dy + 0.5f - (float) flareY;
          haze = (float) flare / (1 + 6 * (fx * fx + fy * fy));
        }
        state = state * 6364136223846793005L + 1442695040888963407L;
        // The sum of three bytes is near enough to a normal distribution.
        int n = (int) (state >>> 40);
        int sum = (n & 0xFF) + (n >> 8 & 0xFF) + (n >> 16 & 0xFF);
        float speck = (sum - 382.5f) / 128 * (float) grain;
        int i = 3 * (y * w + x);
        int r = level(curve, canvas.light[i] * red * corner + haze, speck);
        int g = level(curve, canvas.light[i + 1] * green * corner + haze * 0.92f, speck);
        int b = level(curve, canvas.light[i + 2] * blue * corner + haze * 0.75f, speck);
        pixels[y * w + x] = r << 16 | g << 8 | b;
      }
    }
    BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    image.getRaster().setDataElements(0, 0, w, h, pixels);
    return image;
  }

  /** From linear light, 0 … 2, to the levels 0 … 255 of sRGB, with the contrast. */
  private float[] curve() {
    float[] curve = new float[2 * STEPS];
    for (int i = 0; i < curve.length; i++) {
      double light = (double) i / STEPS;
      // A shoulder instead of a hard stop, as film has it.
      double c = light < 0.6 ? light : 0.6 + (light - 0.6) / (1 + (light - 0.6) * 1.1);
      double level = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(Math.min(c, 1), 1 / 2.4) - 0.055;
      curve[i] = (float) (118 + (255 * level - 118) * contrast);
    }
    return curve;
  }

  private static int level(float[] curve, float light, float speck) {
    int i = (int) (light * STEPS);
    float level = curve[Math.max(0, Math.min(curve.length - 1, i))] + speck;
    return (int) Math.max(0, Math.min(255, level + 0.5f));
  }

  /** A 1-2-1 blur both ways, mixed in by {@link #blur}. */
  private void soften(Canvas canvas) {
    float side = (float) (blur / 4);
    pass(canvas.light, 3, canvas.width, 3 * canvas.width, canvas.height, side);
    pass(canvas.light, 3 * canvas.width, canvas.height, 3, canvas.width, side);
  }

  private static void pass(float[] light, int step, int count, int line, int lines, float side) {
    for (int j = 0; j < lines; j++) {
      for (int c = 0; c < 3; c++) {
        int i = j * line + c;
        float before = light[i];
        for (int k = 0; k < count; k++, i += step) {
          float now = light[i];
          float after = k + 1 < count ? light[i + step] : now;
          light[i] = now + side * (before + after - 2 * now);
          before = now;
        }
      }
    }
  }
}
