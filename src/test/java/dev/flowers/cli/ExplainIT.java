package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.JavaProcess;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingsInfo;
import dev.flowers.explanation.ExplanationPicture;
import dev.flowers.head.Provenance;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict --explain} and {@code --nearest}. */
class ExplainIT {
  private static final Split SPLIT = new Split(60, 20, 20, 0);

  @TempDir static Path directory;
  private static Path home;
  private static Path photo;
  private static Path photos;

  @BeforeAll
  static void train() throws IOException {
    home = directory.resolve("home");
    photos = PaintedPhotos.paint(directory.resolve("photos"), 12, 1);
    photo = photos.resolve("tulips/tulips-0003.jpg");
    SmallTrunk.weights(home);
    Cli training =
        Cli.run(
            home,
            "train",
            "--photos",
            photos,
            "--precision",
            "float32", // similarities are compared to four decimals
            "--hidden",
            32,
            "--split",
            SPLIT.percents());
    assertEquals(0, training.exitCode(), training.err());
  }

  @Test
  void explainWritesAPictureAndStillAnswers() throws IOException {
    Path png = directory.resolve("why.png");
    Cli run = Cli.run(home, "predict", "--explain", png, photo);
    assertEquals(0, run.exitCode(), run.err());
    // On a slow machine progress is told, too.
    assertTrue(run.err().lines().allMatch(line -> line.startsWith("explaining: ")), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(Cli.run(home, "predict", photo).out().strip(), lines.get(0));
    assertEquals(1 + 5, lines.size(), run.out());
    BufferedImage picture = ImageIO.read(png.toFile());
    assertEquals(ExplanationPicture.WIDTH, picture.getWidth());
    assertFalse(Files.exists(directory.resolve("why.png.partial")));
  }

  /** Gson writes a double in full. */
  @Test
  void theProbabilitiesAreThoseOfAPlainPrediction() throws IOException {
    String plain = classes(Cli.run(home, "predict", "--json", photo));
    assertEquals(plain, classes(Cli.run(home, "predict", "--json", "--nearest", 3, photo)));
    Path png = directory.resolve("same.png");
    assertEquals(plain, classes(Cli.run(home, "predict", "--json", "--explain", png, photo)));
  }

  private static String classes(Cli run) {
    assertEquals(0, run.exitCode(), run.err());
    JsonObject answer = JsonParser.parseString(run.out()).getAsJsonArray().get(0).getAsJsonObject();
    return answer.getAsJsonArray("classes").toString();
  }

  /** The neighbours, found here by normalising all embeddings first. */
  @Test
  void nearestAreTheTrainingPhotosOfTheGreatestCosine() throws IOException {
    Cli run = Cli.run(home, "predict", "--nearest", 4, "--json", "--precision", "float32", photo);
    assertEquals(0, run.exitCode(), run.err());
    JsonObject answer = JsonParser.parseString(run.out()).getAsJsonArray().get(0).getAsJsonObject();
    assertEquals(5, answer.getAsJsonArray("classes").size());
    JsonArray nearest = answer.getAsJsonArray("nearest");
    assertEquals(4, nearest.size());
    record Row(String path, String className, double cosine) {}
    List<Row> expected = new ArrayList<>();
    Provenance trained =
        new ModelRepository(new Home(home)).find("flowers-vgg16").provenance().head();
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord())) {
      float[] values = new float[0];
      for (int row = 0; row < file.size(); row++) {
        if (photos.resolve(file.path(row)).equals(photo)) {
          values = unit(file.values(row));
        }
      }
      for (int row = 0; row < file.size(); row++) {
        if (trained.part(file.id(row), file.label(row)) == Split.Part.TRAIN) {
          float[] other = unit(file.values(row));
          double cosine = 0;
          for (int i = 0; i < values.length; i++) {
            cosine += values[i] * other[i];
          }
          expected.add(
              new Row(
                  photos.resolve(file.path(row)).toString(),
                  file.embedding(row).className(),
                  cosine));
        }
      }
    }
    expected.sort(Comparator.comparingDouble(Row::cosine).reversed());
    for (int i = 0; i < 4; i++) {
      JsonObject found = nearest.get(i).getAsJsonObject();
      assertEquals(expected.get(i).path(), found.get("photo").getAsString());
      assertEquals(expected.get(i).cosine(), found.get("similarity").getAsDouble(), 1e-4);
      assertEquals(expected.get(i).className(), found.get("class").getAsString());
    }
  }

  @Test
  void nearestTakesManyPhotosAndStandardInputAndABadOneCostsItselfAlone() throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.jpg"), "no photo");
    try (InputStream in = Files.newInputStream(photo)) {
      Cli run = Cli.run(in, home, "predict", "--nearest", 1, photo, bad, "-");
      assertEquals(1, run.exitCode());
      List<String> lines = run.out().lines().toList();
      assertEquals(4, lines.size(), run.out());
      assertTrue(lines.get(0).startsWith(photo + "  "), run.out());
      assertTrue(lines.get(2).startsWith("-  "), run.out());
      assertEquals(lines.get(1), lines.get(3));
      assertTrue(run.err().contains(bad + ": "), run.err());
    }
  }

  @Test
  void explainTakesOnePhotoOfAFileAndANewPicture() throws IOException {
    Path png = directory.resolve("never.png");
    assertRefused("2 photos: " + photo + ", " + photo, "--explain", png, photo, photo);
    assertRefused("found 60 photos: ", "--explain", png, photos);
    assertRefused("found standard input", "--explain", png, "-");
    assertRefused("name ends in .png", "--explain", photo, photo);
    assertRefused("no such file or folder", "--explain", directory.resolve("no/x.png"), photo);
    assertRefused("--nearest: found -1, expected 0 or more", "--nearest", -1, photo);
    assertRefused("expected --json", "--nearest", 1, "--csv", photo);
    assertFalse(Files.exists(png));
    Path mine = Files.writeString(directory.resolve("mine.png"), "mine");
    assertRefused("found that " + mine + " exists, expected", "--explain", mine, photo);
    assertEquals("mine", Files.readString(mine));
  }

  /** As in a container without fonts: told at once, and not after the map was made. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFontsItSaysWhatIsMissing(@TempDir Path empty) throws Exception {
    Path fonts = Files.writeString(empty.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    ProcessBuilder builder =
        JavaProcess.builder(
            JavaProcess.classPath(),
            Main.class,
            // Where Java remembers the fonts that it has found.
            List.of("-Duser.home=" + empty, "-Djava.awt.headless=true"),
            List.of(
                "predict",
                "--home",
                home.toString(),
                "--explain",
                empty.resolve("x.png").toString(),
                photo.toString()));
    builder.environment().put("FONTCONFIG_FILE", fonts.toString());
    JavaProcess.Outcome outcome = JavaProcess.run(builder, 120);
    assertEquals(1, outcome.exitCode(), outcome.output());
    assertTrue(
        outcome.output().startsWith("flowers predict: Java found no font"), outcome.output());
  }

  @Test
  void withoutTheEmbeddingsThePhotoIsStillClassified() throws IOException {
    Path tfrecord = tfrecord();
    Path away = directory.resolve("away");
    Files.move(tfrecord, away);
    try {
      Cli run = Cli.run(home, "predict", "--nearest", 2, photo);
      assertEquals(1, run.exitCode());
      assertEquals(Cli.run(home, "predict", photo).out(), run.out());
      assertTrue(
          run.err().contains("no nearest photos: " + tfrecord + ": no such file"), run.err());
    } finally {
      Files.move(away, tfrecord);
    }
  }

  @Test
  void embeddingsOfAnotherTrunkAreNotComparedWith() throws IOException {
    Path json = EmbeddingsInfo.beside(tfrecord());
    String text = Files.readString(json);
    EmbeddingsInfo info = EmbeddingsInfo.read(json);
    String other = "f".repeat(64);
    Files.writeString(json, text.replace(info.trunk(), other));
    try {
      Path png = directory.resolve("alone.png");
      Cli run = Cli.run(home, "predict", "--explain", png, photo);
      assertEquals(0, run.exitCode(), "the picture that was asked for is there");
      assertEquals(1, run.out().lines().count(), run.out());
      assertTrue(run.err().contains("found embeddings of trunk " + other), run.err());
      assertTrue(run.err().contains("expected those of trunk " + info.trunk()), run.err());
      assertTrue(Files.exists(png));
    } finally {
      Files.writeString(json, text);
    }
  }

  private static void assertRefused(String message, Object... arguments) {
    List<Object> words = new ArrayList<>(List.of("predict"));
    words.addAll(List.of(arguments));
    Cli run = Cli.run(home, words.toArray());
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals("", run.out());
  }

  private static Path tfrecord() throws IOException {
    PublishedModel model = new ModelRepository(new Home(home)).find("flowers-vgg16");
    return Path.of(model.provenance().embeddings());
  }

  private static float[] unit(float[] values) {
    double squares = 0;
    for (float x : values) {
      squares += (double) x * x;
    }
    float[] unit = values.clone();
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= (float) Math.sqrt(squares);
    }
    return unit;
  }
}
