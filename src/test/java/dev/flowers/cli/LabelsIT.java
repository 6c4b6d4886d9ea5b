package dev.flowers.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.flowers.head.Provenance;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of labels, copies and suspect labels, on the command line. */
class LabelsIT {
  @TempDir Path directory;
  private Path home;
  private Path photos;

  @BeforeEach
  void paint() throws IOException {
    PaintedHome painted = PaintedHome.in(directory, 12);
    home = painted.home();
    photos = painted.photos();
  }

  @Test
  void copiesAcrossClassesAreListedAndKeptInOnePart() throws IOException {
    Path daisy = photos.resolve("daisy").resolve("daisy-0001.jpg");
    Files.copy(daisy, photos.resolve("roses").resolve("copy.jpg"));
    Cli run = Cli.run(home, "duplicates", "--photos", photos, "--json");
    assertEquals(0, run.exitCode(), run.err());
    JsonArray groups = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("groups");
    List<String> first =
        groups.get(0).getAsJsonObject().getAsJsonArray("photos").asList().stream()
            .map(photo -> photo.getAsString())
            .toList();
    assertTrue(first.contains(daisy.toString()), run.out());
    assertTrue(first.contains(photos.resolve("roses").resolve("copy.jpg").toString()), run.out());
    Cli train = Cli.run(home, "train", "--photos", photos, "--hidden", 0, "--epochs", 2);
    assertEquals(0, train.exitCode(), train.err());
    Provenance head = new ModelRepository(new Home(home)).find("flowers-vgg16").provenance().head();
    assertTrue(head.parts().grouped() >= 2, head.parts().toString());
  }

  /** A table of 24 photos, of which 12 are to train on, 4 to choose the epoch, and 8 to test. */
  private static StringBuilder fixedParts() {
    StringBuilder table = new StringBuilder("path,label,split\n");
    for (String name : List.of("daisy", "roses")) {
      for (int i = 1; i <= 12; i++) {
        String part = i <= 6 ? "train" : i <= 8 ? "val" : "test";
        table.append(
            String.format(
                Locale.ROOT, "my photos/%s/%s-%04d.jpg,%s,%s%n", name, name, i, name, part));
      }
    }
    return table;
  }

  @Test
  void copiesThatATableSeparatesAreSaid() throws IOException {
    StringBuilder table = fixedParts();
    Path copy = photos.resolve("daisy").resolve("copy.png");
    ImageIO.write(
        ImageIO.read(photos.resolve("daisy").resolve("daisy-0001.jpg").toFile()),
        "png",
        copy.toFile());
    table.append("my photos/daisy/copy.png,daisy,test\n");
    Path labels = directory.resolve("labels.csv");
    Files.writeString(labels, table, UTF_8);
    Cli train = Cli.run(home, "train", "--labels", labels, "--hidden", 0, "--epochs", 2);
    assertEquals(0, train.exitCode(), train.err());
    Provenance head = new ModelRepository(new Home(home)).find("flowers-vgg16").provenance().head();
    assertTrue(head.parts().separated() >= 1, head.parts().toString());
    String said = " in several parts, as the table or the folders say";
    assertTrue(train.out().contains(said), train.out());
    assertTrue(
        Files.readString(home.resolve("reports/flowers-vgg16-1/index.html")).contains(said),
        "page");
  }

  @Test
  void aReviewWritesATableThatIsTrainedOn() throws IOException {
    Path out = directory.resolve("review").resolve("suspects.csv");
    Cli run = Cli.run(home, "suspects", "--photos", photos, "--out", out, "--folds", 3);
    assertEquals(0, run.exitCode(), run.err());
    List<String> lines = Files.readAllLines(out);
    assertEquals("path,label,split,suggested,probability,threshold,margin", lines.get(0));
    long count;
    try (var files = Files.walk(photos)) {
      count = files.filter(Files::isRegularFile).count();
    }
    assertEquals(count + 1, lines.size());
    String page = Files.readString(out.resolveSibling("suspects.html"));
    long suspects = lines.stream().skip(1).filter(line -> !line.contains(",,,")).count();
    assertEquals(suspects, page.split("<li class=\"suspect\"", -1).length - 1);
    assertFalse(page.contains(directory.toString()));
    Cli train = Cli.run(home, "train", "--labels", out, "--hidden", 0, "--epochs", 2);
    assertEquals(0, train.exitCode(), train.err());
    assertTrue(train.out().contains(" 0 embedded now"), train.out());
    Cli again = Cli.run(home, "suspects", "--photos", photos, "--out", out, "--folds", 3);
    assertEquals(0, again.exitCode(), again.err());
    assertEquals(lines, Files.readAllLines(out));
  }

  @Test
  void aReviewReplacesNeitherAPhotoNorTheTableOfLabels() throws IOException {
    Path photo = photos.resolve("daisy").resolve("daisy-0001.jpg");
    byte[] content = Files.readAllBytes(photo);
    Cli overPhoto = Cli.run(home, "suspects", "--photos", photos, "--out", photo, "--folds", 3);
    assertEquals(2, overPhoto.exitCode(), overPhoto.out());
    assertArrayEquals(content, Files.readAllBytes(photo));
    Path labels = directory.resolve("labels.csv");
    Files.writeString(labels, "path,label,split,suggested,probability,threshold,margin\r\n");
    Cli overLabels = Cli.run(home, "suspects", "--labels", labels, "--out", labels);
    assertEquals(2, overLabels.exitCode(), overLabels.out());
    assertTrue(
        overLabels.err().contains("labels.csv: found the table that the labels are read from"),
        overLabels.err());
  }

  @Test
  void aTableFixesThePartsAndAnotherIsEvaluatedOn() throws IOException {
    StringBuilder table = fixedParts();
    Path labels = directory.resolve("labels.csv");
    Files.writeString(labels, table, UTF_8);
    Cli train = Cli.run(home, "train", "--labels", labels, "--hidden", 0, "--epochs", 2);
    assertEquals(0, train.exitCode(), train.err());
    assertTrue(
        train.out().contains("12 photos to train on, 4 to choose the epoch, 8 to test"),
        train.out());
    Cli evaluate = Cli.run(home, "evaluate", "--labels", labels, "--json");
    assertEquals(0, evaluate.exitCode(), evaluate.err());
    assertTrue(evaluate.out().contains("\"photos\": 8"), evaluate.out());
    Files.writeString(labels, "path,label\nmy photos/daisy/none.jpg,a\n");
    Cli bad = Cli.run(home, "train", "--labels", labels);
    assertEquals(2, bad.exitCode());
    assertTrue(bad.err().contains("labels.csv: line 2: found no file"), bad.err());
  }
}
