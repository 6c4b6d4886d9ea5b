package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearDuplicatesTest {
  private static final int WIDTH = 64;

  @TempDir Path folder;

  private final Random random = new Random(7);
  private final List<Embedding> embeddings = new ArrayList<>();

  @Test
  void embeddingsThatAreAlikeAreOneGroup() throws IOException {
    unrelated(300);
    float[] copied = embeddings.get(5).values();
    add(0, "", changed(copied, 0.02f));
    add(1, "", changed(copied, 0.02f));
    try (EmbeddingFile file = file()) {
      List<List<Integer>> groups = DuplicateGroups.find(file, Optional.empty()).rows(file);
      assertEquals(List.of(List.of(5, 300, 301)), groups.stream().map(this::sorted).toList());
      assertTrue(DuplicateGroups.acrossClasses(file, groups.get(0)));
    }
  }

  @Test
  void embeddingsOfAnUntrainedNetworkSayNothing() throws IOException {
    float[] same = values();
    for (int i = 0; i < 50; i++) {
      add(i % 2, "", changed(same, 0.02f));
    }
    try (EmbeddingFile file = file()) {
      assertEquals(List.of(), DuplicateGroups.find(file, Optional.empty()).rows(file));
    }
  }

  @Test
  void photosThatLookAlikeAreOneGroupAndTheirHashesAreKept() throws IOException {
    unrelated(200);
    float[] copied = values();
    add(0, "a.png", copied);
    add(0, "b.png", changed(copied, 0.2f));
    add(0, "c.png", values());
    add(0, "unlike.png", values());
    picture("a.png", 1, 300, false);
    picture("b.png", 1, 150, false);
    picture("c.png", 1, 300, true);
    picture("unlike.png", 2, 300, false);
    try (EmbeddingFile file = file()) {
      List<List<Integer>> found = DuplicateGroups.find(file, Optional.of(folder)).rows(file);
      assertEquals(List.of(List.of(200, 201, 202)), found.stream().map(this::sorted).toList());
      for (String name : List.of("a.png", "b.png", "c.png", "unlike.png")) {
        Files.delete(folder.resolve(name));
      }
      assertEquals(found, DuplicateGroups.find(file, Optional.of(folder)).rows(file));
    }
  }

  @Test
  void theKeyOfAGroupIsItsSmallestId() throws IOException {
    unrelated(50);
    add(0, "", changed(embeddings.get(3).values(), 0.01f));
    try (EmbeddingFile file = file()) {
      DuplicateGroups groups = DuplicateGroups.find(file, Optional.empty());
      String smaller = file.id(3).compareTo(file.id(50)) < 0 ? file.id(3) : file.id(50);
      assertEquals(smaller, groups.key(file.id(3)));
      assertEquals(smaller, groups.key(file.id(50)));
      assertEquals(file.id(4), groups.key(file.id(4)));
    }
  }

  @Test
  void photosOfOneContentAreAGroupOfTheirOwn() throws IOException {
    add(0, "a", values());
    embeddings.add(new Embedding(embeddings.get(0).id(), 1, "b", "b", embeddings.get(0).values()));
    try (EmbeddingFile file = file()) {
      assertEquals(1, DuplicateGroups.exact().rows(file).size());
      assertEquals(1, DuplicateGroups.find(file, Optional.empty()).rows(file).size());
    }
  }

  private List<Integer> sorted(List<Integer> rows) {
    return rows.stream().sorted().toList();
  }

  private void unrelated(int count) {
    for (int i = 0; i < count; i++) {
      add(i % 2, "", values());
    }
  }

  private float[] values() {
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = (float) Math.max(0, random.nextGaussian());
    }
    return values;
  }

  private float[] changed(float[] values, float by) {
    float[] changed = values.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] += by * random.nextFloat();
    }
    return changed;
  }

  private void add(int label, String path, float[] values) {
    byte[] id = new byte[32];
    random.nextBytes(id);
    embeddings.add(
        new Embedding(HexFormat.of().formatHex(id), label, label == 0 ? "a" : "b", path, values));
  }

  private EmbeddingFile file() throws IOException {
    Path tfrecord = folder.resolve("e.tfrecord");
    try (EmbeddingWriter writer =
        EmbeddingWriter.open(tfrecord, "trunk", List.of("a", "b"), WIDTH)) {
      for (Embedding embedding : embeddings) {
        writer.append(embedding);
      }
      writer.complete();
    }
    return EmbeddingFile.open(tfrecord);
  }

  private void picture(String name, int seed, int width, boolean mirrored) throws IOException {
    Random spots = new Random(seed);
    int height = width * 2 / 3;
    double scale = width / 300.0;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(mirrored ? -scale : scale, scale);
    graphics.translate(mirrored ? -300 : 0, 0);
    for (int i = 0; i < 200; i++) {
      graphics.setColor(new Color(spots.nextInt(0x1000000)));
      int side = 20 + spots.nextInt(60);
      graphics.fillOval(spots.nextInt(300) - 30, spots.nextInt(200) - 30, side, side);
    }
    graphics.dispose();
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }
}
