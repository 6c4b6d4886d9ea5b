package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.embedding.PrincipalComponents;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingProjectionTest {
  private static final int CLUSTERS = 3;

  @Test
  void principalComponentsFindTheDirectionsOfMostVariance() {
    // Rows lie on a plane in five dimensions: 3·s along (1,1,0,0,0)/√2 and t along e₃, s ⊥ t.
    float root = (float) Math.sqrt(0.5);
    float[][] rows = new float[4][];
    int[][] signs = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
    for (int i = 0; i < 4; i++) {
      float s = 3 * signs[i][0];
      rows[i] = new float[] {7 + s * root, s * root, signs[i][1], 1, 2};
    }
    float[][] scores = PrincipalComponents.of(rows, 3).scores();
    for (int i = 0; i < 4; i++) {
      assertEquals(3, Math.abs(scores[i][0]), 1e-4);
      assertEquals(1, Math.abs(scores[i][1]), 1e-4);
      assertEquals(0, scores[i][2], 1e-3, "there is no third direction");
      assertEquals(scores[0][0] * signs[i][0], scores[i][0], 1e-4);
    }
  }

  @Test
  void neighboursStayNeighbours() throws IOException {
    double[][] places = EmbeddingProjection.of(clusters(), indices(90));
    int same = 0;
    for (int i = 0; i < places.length; i++) {
      same += nearest(places, i) % CLUSTERS == i % CLUSTERS ? 1 : 0;
      assertTrue(places[i][0] >= -1e-9 && places[i][0] <= 1 + 1e-9, "inside the unit square");
      assertTrue(places[i][1] >= -1e-9 && places[i][1] <= 1 + 1e-9, "inside the unit square");
    }
    assertTrue(same >= 88, same + " of 90 have their nearest neighbour in their own cluster");
  }

  @Test
  void sameRowsGiveTheSamePlaces() throws IOException {
    double[][] first = EmbeddingProjection.of(clusters(), indices(40));
    double[][] second = EmbeddingProjection.of(clusters(), indices(40));
    for (int i = 0; i < first.length; i++) {
      assertArrayEquals(first[i], second[i]);
    }
  }

  @Test
  void fewOrEqualPhotosHaveAPlaceToo() throws IOException {
    assertArrayEquals(new double[] {0.5, 0.5}, EmbeddingProjection.of(clusters(), indices(1))[0]);
    assertEquals(5, EmbeddingProjection.of(clusters(), indices(5)).length);
    double[][] equal = EmbeddingProjection.of(rows((photo, row) -> row[0] = 1), indices(30));
    for (double[] place : equal) {
      assertArrayEquals(new double[] {0.5, 0.5}, place);
    }
  }

  @Test
  void refusesWhatIsNoNumber() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> EmbeddingProjection.of(rows((photo, row) -> row[3] = Float.NaN), List.of(7)));
    assertEquals("embedding of photo 7: found NaN, expected finite numbers", e.getMessage());
  }

  private static ReportData.EmbeddingRows clusters() {
    return rows(
        (photo, row) -> {
          Random random = new Random(photo);
          for (int i = 0; i < row.length; i++) {
            row[i] = (float) random.nextGaussian() + (i % CLUSTERS == photo % CLUSTERS ? 4 : 0);
          }
        });
  }

  private interface Filler {
    void fill(int photo, float[] row);
  }

  private static ReportData.EmbeddingRows rows(Filler filler) {
    return new ReportData.EmbeddingRows() {
      @Override
      public int width() {
        return 30;
      }

      @Override
      public void read(int photo, float[] row) {
        filler.fill(photo, row);
      }
    };
  }

  private static List<Integer> indices(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static int nearest(double[][] places, int from) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < places.length; i++) {
      double distance = Math.hypot(places[i][0] - places[from][0], places[i][1] - places[from][1]);
      if (i != from && distance < least) {
        best = i;
        least = distance;
      }
    }
    return best;
  }
}
