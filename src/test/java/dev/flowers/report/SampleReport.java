package dev.flowers.report;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import javax.imageio.ImageIO;

/** Made-up data for a report: predictions that are right mostly, embeddings in clusters. */
final class SampleReport {
  private static final int PICTURES = 40;
  private static final int WIDTH = 64;

  private SampleReport() {}

  /** The epochs; the best is the third. */
  static List<EpochResult> history() {
    return List.of(
        new EpochResult(1, 0.8, 0.7, OptionalDouble.of(0.9), OptionalDouble.of(0.6), 1),
        new EpochResult(2, 0.4, 0.85, OptionalDouble.of(0.5), OptionalDouble.of(0.8), 1),
        new EpochResult(3, 0.2, 0.95, OptionalDouble.of(0.4), OptionalDouble.of(0.9), 1),
        new EpochResult(4, 0.1, 1, OptionalDouble.of(0.6), OptionalDouble.of(0.85), 1));
  }

  /**
   * Data on photos in turn of each class.
   *
   * @param directory where a few small pictures are painted
   */
  static ReportData of(List<String> classes, int photos, Path directory) throws IOException {
    Random random = new Random(16);
    List<Path> pictures = paint(directory, random);
    int[] labels = new int[photos];
    List<float[]> probabilities = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < photos; i++) {
      labels[i] = i % classes.size();
      int favourite = i % 13 == 5 ? (labels[i] + 1) % classes.size() : labels[i];
      float sure = 0.5f + 0.5f * random.nextFloat();
      float[] row = new float[classes.size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = (j == favourite ? sure : 0) + (1 - sure) / row.length;
      }
      probabilities.add(row);
      paths.add(pictures.get(i % PICTURES));
    }
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("split", "seed 16");
    provenance.put("trunk", "sha256:" + "0123456789abcdef".repeat(4));
    return new ReportData(
        "flowers-vgg16",
        "0.0.1",
        history(),
        3,
        Evaluation.of(classes, labels, probabilities).calibratedBy(OptionalDouble.of(1.25)),
        paths,
        clusters(labels),
        provenance);
  }

  private static ReportData.EmbeddingRows clusters(int[] labels) {
    return new ReportData.EmbeddingRows() {
      @Override
      public int width() {
        return WIDTH;
      }

      @Override
      public void read(int photo, float[] row) {
        Random random = new Random(photo);
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) random.nextGaussian() + (i % 5 == labels[photo] % 5 ? 2 : 0);
        }
      }
    };
  }

  /** Soft blots of colour: about as hard on JPEG as photos are. */
  private static List<Path> paint(Path directory, Random random) throws IOException {
    Files.createDirectories(directory);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage image = new BufferedImage(240, 180, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      for (int blot = 0; blot < 300; blot++) {
        graphics.setColor(new Color(random.nextInt(0x1000000)));
        graphics.fillOval(
            random.nextInt(240) - 15, random.nextInt(180) - 15, random.nextInt(40), 30);
      }
      graphics.dispose();
      Path file = directory.resolve("photo" + i + ".png");
      ImageIO.write(image, "png", file.toFile());
      files.add(file);
    }
    return files;
  }
}
