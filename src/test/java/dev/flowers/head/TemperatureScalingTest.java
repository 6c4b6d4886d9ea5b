package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureScalingTest {
  private static final int CLASSES = 4;

  /** Labels drawn with the probabilities of logits at a temperature. */
  @SuppressWarnings("ArrayRecordComponent") // local to these tests
  private record Drawn(float[][] logits, int[] labels) {
    static Drawn at(double temperature, int photos) {
      Random random = new Random(16);
      float[][] logits = new float[photos][CLASSES];
      int[] labels = new int[photos];
      for (int i = 0; i < photos; i++) {
        double[] shares = new double[CLASSES];
        double sum = 0;
        for (int j = 0; j < CLASSES; j++) {
          logits[i][j] = (float) (3 * random.nextGaussian());
          shares[j] = Math.exp(logits[i][j] / temperature);
          sum += shares[j];
        }
        double left = random.nextDouble() * sum;
        while (labels[i] < CLASSES - 1 && left > shares[labels[i]]) {
          left -= shares[labels[i]++];
        }
      }
      return new Drawn(logits, labels);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.8, 1, 1.7, 5})
  void findsTheTemperatureThatTheLabelsWereDrawnAt(double temperature) {
    Drawn drawn = Drawn.at(temperature, 20_000);
    assertEquals(
        temperature, TemperatureScaling.fit(drawn.logits(), drawn.labels()), 0.05 * temperature);
  }

  /** Temperatures are compared one by one, by a likelihood that is written out anew. */
  @Test
  void noOtherTemperatureIsMoreLikely() {
    Drawn drawn = Drawn.at(2.5, 60);
    double best = TemperatureScaling.fit(drawn.logits(), drawn.labels());
    double least = loss(drawn, best);
    for (double t = TemperatureScaling.LOWEST; t <= TemperatureScaling.HIGHEST; t *= 1.01) {
      assertTrue(least <= loss(drawn, t) + 1e-9, t + " is more likely than " + best);
    }
  }

  private static double loss(Drawn drawn, double temperature) {
    double loss = Math.pow(Math.log(temperature) / 0.5, 2) / 2;
    for (int i = 0; i < drawn.labels().length; i++) {
      double sum = 0;
      for (float z : drawn.logits()[i]) {
        sum += Math.exp(z / temperature);
      }
      loss += Math.log(sum) - drawn.logits()[i][drawn.labels()[i]] / temperature;
    }
    return loss;
  }

  @Test
  void withoutPhotosItIsOne() {
    assertEquals(1, TemperatureScaling.fit(new float[0][], new int[0]));
  }

  /** The likelihood alone would rise without end. */
  @Test
  void aFewPhotosThatAreAllRightDoNotMakeItCertain() {
    float[][] logits = {{2, 0, 0}, {0, 3, 0}, {0, 0, 2}};
    double temperature = TemperatureScaling.fit(logits, new int[] {0, 1, 2});
    assertTrue(temperature > 0.5 && temperature < 1, "found " + temperature);
  }

  @Test
  void manyPhotosThatAreAllRightOrAllWrongReachTheBounds() {
    int photos = 10_000;
    float[][] logits = new float[photos][];
    for (int i = 0; i < photos; i++) {
      logits[i] = new float[] {0.1f, 0, 0};
    }
    assertEquals(TemperatureScaling.LOWEST, TemperatureScaling.fit(logits, new int[photos]));
    int[] wrong = new int[photos];
    Arrays.fill(wrong, 1);
    assertEquals(TemperatureScaling.HIGHEST, TemperatureScaling.fit(logits, wrong));
  }

  @Test
  void aClassWithoutValidationPhotosDoesNotMatter() {
    Drawn drawn = Drawn.at(1.5, 2_000);
    float[][] wider = new float[drawn.logits().length][];
    for (int i = 0; i < wider.length; i++) {
      wider[i] = Arrays.copyOf(drawn.logits()[i], CLASSES + 1);
      wider[i][CLASSES] = -50;
    }
    assertEquals(
        TemperatureScaling.fit(drawn.logits(), drawn.labels()),
        TemperatureScaling.fit(wider, drawn.labels()),
        1e-6);
  }

  @Test
  void logitsOfAnySizeGiveANumber() {
    float[][] logits = {{1e30f, 0}, {0, -1e30f}, {0, 0}};
    double temperature = TemperatureScaling.fit(logits, new int[] {0, 1, 1});
    assertTrue(
        temperature >= TemperatureScaling.LOWEST && temperature <= TemperatureScaling.HIGHEST,
        "found " + temperature);
  }
}
