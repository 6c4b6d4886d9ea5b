package dev.flowers.novelty;

import java.nio.ByteBuffer;

/**
 * A matrix in 8 bits a number, with a scale for each row: a quarter of the size of float32, with an
 * error of at most 1/254 of the row's largest number. Immutable.
 */
final class QuantizedMatrix {
  private static final int LARGEST = 127;

  private final int columns;
  private final float[] scales;
  private final byte[] numbers;

  private QuantizedMatrix(int columns, float[] scales, byte[] numbers) {
    this.columns = columns;
    this.scales = scales;
    this.numbers = numbers;
  }

  /** Rounds rows of equal length, at least one. */
  static QuantizedMatrix of(float[][] rows) {
    int columns = rows[0].length;
    float[] scales = new float[rows.length];
    byte[] numbers = new byte[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      float most = 0;
      for (float x : rows[i]) {
        most = Math.max(most, Math.abs(x));
      }
      scales[i] = most / LARGEST;
      for (int j = 0; j < columns; j++) {
        numbers[i * columns + j] = scales[i] == 0 ? 0 : (byte) Math.round(rows[i][j] / scales[i]);
      }
    }
    return new QuantizedMatrix(columns, scales, numbers);
  }

  int rows() {
    return scales.length;
  }

  int columns() {
    return columns;
  }

  /** Returns each row's product with a vector, [rows]. */
  float[] times(float[] vector) {
    float[] products = new float[scales.length];
    for (int i = 0; i < products.length; i++) {
      int at = i * columns;
      float sum0 = 0;
      float sum1 = 0;
      int j = 0;
      for (; j + 1 < columns; j += 2) {
        sum0 += numbers[at + j] * vector[j];
        sum1 += numbers[at + j + 1] * vector[j + 1];
      }
      if (j < columns) {
        sum0 += numbers[at + j] * vector[j];
      }
      products[i] = scales[i] * (sum0 + sum1);
    }
    return products;
  }

  /** Adds a row to a sum, [columns]. */
  void addRow(int row, float[] sum) {
    for (int j = 0; j < columns; j++) {
      sum[j] += scales[row] * numbers[row * columns + j];
    }
  }

  static int bytes(int rows, int columns) {
    return Math.addExact(Math.multiplyExact(rows, Float.BYTES), Math.multiplyExact(rows, columns));
  }

  void write(ByteBuffer target) {
    for (float scale : scales) {
      target.putFloat(scale);
    }
    target.put(numbers);
  }

  static QuantizedMatrix read(int rows, int columns, ByteBuffer source) {
    float[] scales = new float[rows];
    for (int i = 0; i < rows; i++) {
      scales[i] = source.getFloat();
    }
    byte[] numbers = new byte[Math.multiplyExact(rows, columns)];
    source.get(numbers);
    return new QuantizedMatrix(columns, scales, numbers);
  }
}
