package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailsTest {
  @TempDir Path directory;

  @Test
  void tilesLieRowByRowAndBleedByAPixelAtMost() throws IOException {
    List<Color> colours = List.of(Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW, Color.BLACK);
    List<Path> photos = new ArrayList<>();
    for (Color colour : colours) {
      photos.add(photo("photo" + photos.size() + ".png", colour, 90, 60));
    }
    BufferedImage sheet = decode(new Thumbnails().sheet(photos, 32, 2, 0.5f));
    assertEquals(64, sheet.getWidth());
    assertEquals(96, sheet.getHeight());
    for (int i = 0; i < colours.size(); i++) {
      int left = i % 2 * 32;
      int top = i / 2 * 32;
      assertNear(colours.get(i), new Color(sheet.getRGB(left + 1, top + 1)));
      assertNear(colours.get(i), new Color(sheet.getRGB(left + 30, top + 30)));
    }
  }

  @Test
  void showsTheCentreSquareShrunkWithAllItsPixels() throws IOException {
    // 640×320, the centre square striped black and white by columns, the rest red.
    BufferedImage image = new BufferedImage(640, 320, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 640; x++) {
      boolean inside = x >= 160 && x < 480;
      int colour = inside ? (x % 2 == 0 ? 0xFFFFFF : 0) : 0xFF0000;
      for (int y = 0; y < 320; y++) {
        image.setRGB(x, y, colour);
      }
    }
    Path file = directory.resolve("striped.png");
    ImageIO.write(image, "png", file.toFile());
    BufferedImage small = decode(new Thumbnails().single(List.of(file), 32, 0.9f).get(0));
    for (int x = 0; x < 32; x++) {
      assertNear(Color.GRAY, new Color(small.getRGB(x, 16)));
    }
  }

  @Test
  void whatCannotBeReadGetsAPlaceholder() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.jpg"), "no photo");
    Path missing = directory.resolve("missing.jpg");
    List<String> pictures = new Thumbnails().single(List.of(broken, missing), 32, 0.9f);
    assertEquals(pictures.get(0), pictures.get(1));
    assertNotEquals(0, decode(pictures.get(0)).getRGB(0, 0) & 0xFFFFFF);
  }

  private Path photo(String name, Color colour, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    Path file = directory.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static BufferedImage decode(String dataUri) throws IOException {
    String prefix = "data:image/jpeg;base64,";
    assertTrue(dataUri.startsWith(prefix), dataUri.substring(0, 30));
    byte[] bytes = Base64.getDecoder().decode(dataUri.substring(prefix.length()));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  private static void assertNear(Color expected, Color found) {
    assertEquals(expected.getRed(), found.getRed(), 12, found.toString());
    assertEquals(expected.getGreen(), found.getGreen(), 12, found.toString());
    assertEquals(expected.getBlue(), found.getBlue(), 12, found.toString());
  }
}
