package dev.flowers.explanation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.PhotoInput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationPictureTest {
  private static final PhotoInput INPUT = PhotoInput.square(224, 0.5f, 0.4f, 0.3f);
  @TempDir Path directory;

  @Test
  void coloursTheMapWhereTheProbabilityFallsAndNowhereElse() {
    BufferedImage picture = ExplanationPicture.draw(grey(300, 200), map("daisy"), "a", List.of());
    assertEquals(ExplanationPicture.WIDTH, picture.getWidth());
    int right = 2 * ExplanationPicture.MARGIN + ExplanationPicture.SQUARE;
    // The strongest patch is the one at the lower left.
    int lowerLeft = picture.getRGB(right + 112, 92 + 336);
    int upperRight = picture.getRGB(right + 336, 92 + 112);
    assertTrue(Oklab.of(lowerLeft).b() > 0.05, Integer.toHexString(lowerLeft));
    assertEquals(0, Oklab.of(upperRight).b(), 0.005);
    int photo = picture.getRGB(ExplanationPicture.MARGIN + 112, 92 + 336);
    assertEquals(0xFF646464, photo, "the photo beside it is as it was");
  }

  @Test
  void theMapAloneIsThatOfThePicture() {
    BufferedImage photo = grey(300, 200);
    int side = ExplanationPicture.SQUARE;
    int right = 2 * ExplanationPicture.MARGIN + side;
    BufferedImage picture = ExplanationPicture.draw(photo, map("daisy"), "a", List.of());
    BufferedImage alone = ExplanationPicture.drawMap(photo, map("daisy"));
    assertEquals(side, alone.getWidth());
    assertEquals(side, alone.getHeight());
    assertArrayEquals(
        picture.getRGB(right, 92, side, side, null, 0, side),
        alone.getRGB(0, 0, side, side, null, 0, side));
  }

  @Test
  void laysTransparentPixelsOverWhiteAsTheNetworkSeesThem() {
    BufferedImage clear = new BufferedImage(50, 50, BufferedImage.TYPE_INT_ARGB);
    BufferedImage picture = ExplanationPicture.draw(clear, map("daisy"), "a", List.of());
    assertEquals(0xFFFFFFFF, picture.getRGB(ExplanationPicture.MARGIN + 112, 92 + 336));
  }

  @Test
  void makesRoomForTheNeighboursWhoseFilesMayBeGone() {
    BufferedImage photo = grey(224, 224);
    int none = ExplanationPicture.draw(photo, map("daisy"), "a", List.of()).getHeight();
    int five = ExplanationPicture.draw(photo, map("daisy"), "a", neighbours(5)).getHeight();
    int six = ExplanationPicture.draw(photo, map("daisy"), "a", neighbours(6)).getHeight();
    assertTrue(none < five && five < six, none + " " + five + " " + six);
  }

  /** Names are other people's: a long one is cut, so that it does not run over its neighbour. */
  @Test
  void cutsALongName() {
    String name = "chrysanthemum".repeat(20);
    BufferedImage picture = ExplanationPicture.draw(grey(9, 9), map(name), name, List.of());
    int[] edge = picture.getRGB(ExplanationPicture.WIDTH - 20, 0, 20, 90, null, 0, 20);
    assertTrue(Arrays.stream(edge).allMatch(pixel -> pixel == 0xFFFFFFFF), "the margin is white");
  }

  @Test
  void writesAPngAndNothingBesideIt() throws IOException {
    BufferedImage picture = ExplanationPicture.draw(grey(50, 50), map("daisy"), "a", List.of());
    Path png = directory.resolve("why.png");
    ExplanationPicture.write(picture, png);
    BufferedImage read = ImageIO.read(png.toFile());
    assertNotNull(read);
    assertEquals(picture.getWidth(), read.getWidth());
    assertEquals(picture.getHeight(), read.getHeight());
    assertEquals(picture.getRGB(200, 300), read.getRGB(200, 300));
    assertEquals(List.of(png), files());
  }

  @Test
  void leavesNothingWhereItCannotWrite() throws IOException {
    BufferedImage picture = grey(50, 50);
    Path occupied = Files.createDirectory(directory.resolve("why.png"));
    Files.createFile(occupied.resolve("in the way"));
    assertThrows(IOException.class, () -> ExplanationPicture.write(picture, occupied));
    assertEquals(List.of(occupied), files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static OcclusionMap map(String name) {
    return new OcclusionMap(
        new Occlusion(INPUT, 112, 112), name, 0.9f, new float[][] {{0, 0}, {0.5f, 0}});
  }

  private static List<Neighbour> neighbours(int count) {
    return Collections.nCopies(
        count, new Neighbour("0".repeat(64), Path.of("nowhere", "x.jpg"), "tulips", 0.75));
  }

  private static BufferedImage grey(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0x646464);
      }
    }
    return image;
  }
}
