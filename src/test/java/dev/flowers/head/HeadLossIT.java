package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.loss.Loss;
import org.junit.jupiter.api.Test;

class HeadLossIT {
  private static final float[] ALIKE = {1, 1, 1};
  private static final float LN2 = (float) Math.log(2);

  // Softmax of the rows: 1/4, 1/2, 1/4 and 1/2, 1/4, 1/4.
  private static final float[][] LOGITS = {{0, LN2, 0}, {LN2, 0, 0}};
  private static final long[] LABELS = {0, 0};

  @Test
  void withoutSmoothingAndWeightsItIsDjlsCrossEntropy() {
    // (−ln ¼ − ln ½) / 2 = 3/2 ln 2.
    assertEquals(1.5 * LN2, loss(new HeadLoss(0, ALIKE)), 1e-6);
    assertEquals(loss(Loss.softmaxCrossEntropyLoss()), loss(new HeadLoss(0, ALIKE)));
  }

  @Test
  void smoothingSpreadsAShareOfTheLabelOverAllClasses() {
    // −ln p is 2, 1, 2 and 1, 2, 2 times ln 2: its mean is 5/3 ln 2 in both rows.
    // With 0.3: (0.7·2 + 0.3·5/3 + 0.7·1 + 0.3·5/3) / 2 = 1.55 times ln 2.
    assertEquals(1.55 * LN2, loss(new HeadLoss(0.3f, ALIKE)), 1e-6);
  }

  @Test
  void aPhotoCountsByTheWeightOfItsClass() {
    long[] labels = {1, 2};
    // 3 · ln 2 for the first, ½ · 2 ln 2 for the second; class 0 has no photo here.
    assertEquals(2 * LN2, loss(new HeadLoss(0, new float[] {100, 3, 0.5f}), labels), 1e-6);
  }

  @Test
  void weightsAndSmoothingMultiply() {
    long[] labels = {1, 2};
    // (3 · (0.7·1 + 0.3·5/3) + ½ · (0.7·2 + 0.3·5/3)) / 2 = (3.6 + 0.95) / 2 times ln 2.
    assertEquals(2.275 * LN2, loss(new HeadLoss(0.3f, new float[] {100, 3, 0.5f}), labels), 1e-6);
  }

  private static float loss(Loss loss) {
    return loss(loss, LABELS);
  }

  private static float loss(Loss loss, long[] labels) {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      NDArray logits = manager.create(LOGITS);
      return loss.evaluate(new NDList(manager.create(labels)), new NDList(logits)).getFloat();
    }
  }
}
