package dev.flowers.dataset.painted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at sixty painted pictures: their sizes, and that colour does not tell the class. */
class PaintedColoursTest {

  private static final int PER_CLASS = 12;
  private static final int CLASSES = 5;

  @TempDir private static Path folder;

  /** By class, then by number. */
  private static final List<List<BufferedImage>> PICTURES = new ArrayList<>();

  private static final List<Long> SIZES = new ArrayList<>();

  @BeforeAll
  static void paint() throws IOException {
    new PaintedFlowers(PER_CLASS, 11).paint(folder, n -> {});
    for (FlowerKind kind : FlowerKind.values()) {
      List<BufferedImage> pictures = new ArrayList<>();
      try (Stream<Path> files = Files.list(folder.resolve(kind.folder))) {
        for (Path file : files.sorted().toList()) {
          BufferedImage picture = ImageIO.read(file.toFile());
          assertNotNull(picture, file.toString());
          pictures.add(picture);
          SIZES.add(Files.size(file));
        }
      }
      PICTURES.add(pictures);
    }
  }

  @Test
  void sizesAreThosePromised() {
    Set<String> shapes = new TreeSet<>();
    for (List<BufferedImage> pictures : PICTURES) {
      assertEquals(PER_CLASS, pictures.size());
      for (BufferedImage picture : pictures) {
        int w = picture.getWidth();
        int h = picture.getHeight();
        assertTrue(Math.min(w, h) >= 320 && Math.max(w, h) <= 500, w + "×" + h);
        shapes.add(w > h ? "lying" : w < h ? "upright" : "square");
      }
    }
    assertEquals(Set.of("lying", "square", "upright"), shapes);
    for (long size : SIZES) {
      assertTrue(size > 8_000 && size < 120_000, size + " bytes");
    }
  }

  @Test
  void meanColourDoesNotTellTheClass() {
    double[][] means = new double[CLASSES * PER_CLASS][];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(PICTURES.get(i / PER_CLASS).get(i % PER_CLASS));
    }
    int right = 0;
    for (int i = 0; i < means.length; i++) {
      right += nearestClass(means, i) == i / PER_CLASS ? 1 : 0;
    }
    // By chance it would be a fifth.
    assertTrue(right < means.length / 2, right + " of " + means.length + " told by mean colour");
  }

  @Test
  void coloursOfEachTwoClassesOverlap() {
    double[][] histograms = new double[CLASSES][];
    for (int c = 0; c < CLASSES; c++) {
      histograms[c] = histogram(PICTURES.get(c));
    }
    for (int a = 0; a < CLASSES; a++) {
      for (int b = 0; b < a; b++) {
        double shared = 0;
        for (int i = 0; i < histograms[a].length; i++) {
          shared += Math.min(histograms[a][i], histograms[b][i]);
        }
        assertTrue(shared > 0.5, "classes " + a + " and " + b + " share " + shared);
      }
    }
  }

  /** The class whose mean, without the picture itself, is nearest. */
  private static int nearestClass(double[][] means, int left) {
    int best = -1;
    double least = Double.MAX_VALUE;
    for (int c = 0; c < CLASSES; c++) {
      double[] centre = new double[3];
      for (int i = c * PER_CLASS; i < (c + 1) * PER_CLASS; i++) {
        for (int k = 0; k < 3 && i != left; k++) {
          centre[k] += means[i][k] / (left / PER_CLASS == c ? PER_CLASS - 1 : PER_CLASS);
        }
      }
      double distance = 0;
      for (int k = 0; k < 3; k++) {
        distance += (centre[k] - means[left][k]) * (centre[k] - means[left][k]);
      }
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }

  private static double[] mean(BufferedImage picture) {
    double[] sum = new double[3];
    int[] pixels = pixels(picture);
    for (int p : pixels) {
      sum[0] += p >> 16 & 0xFF;
      sum[1] += p >> 8 & 0xFF;
      sum[2] += p & 0xFF;
    }
    for (int k = 0; k < 3; k++) {
      sum[k] /= pixels.length;
    }
    return sum;
  }

  /** Shares of 4×4×4 colours over all pictures. */
  private static double[] histogram(List<BufferedImage> pictures) {
    double[] shares = new double[64];
    for (BufferedImage picture : pictures) {
      int[] pixels = pixels(picture);
      for (int p : pixels) {
        int bin = (p >> 22 & 3) << 4 | (p >> 14 & 3) << 2 | (p >> 6 & 3);
        shares[bin] += 1.0 / pixels.length / pictures.size();
      }
    }
    return shares;
  }

  private static int[] pixels(BufferedImage picture) {
    int w = picture.getWidth();
    int h = picture.getHeight();
    return picture.getRGB(0, 0, w, h, new int[w * h], 0, w);
  }
}
