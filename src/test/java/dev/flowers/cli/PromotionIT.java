package dev.flowers.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.JavaProcess;
import dev.flowers.JavaProcess.Outcome;
import dev.flowers.SmallTrunk;
import dev.flowers.storage.Home;
import dev.flowers.trunk.vgg.SeededVgg;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings month after month, of which the better ones are promoted. */
class PromotionIT {
  private static final List<String> CLASSES =
      List.of("daisy", "dandelion", "roses", "sunflowers", "tulips");

  private static final List<Integer> COLOURS =
      List.of(0xF0F0F0, 0xE8C020, 0xD03030, 0x30A040, 0x4050D0);

  @TempDir static Path directory;
  private static Path home;
  private static ModelRepository repository;

  @BeforeAll
  static void prepare() throws IOException {
    home = directory.resolve("home");
    SmallTrunk.weights(home);
    repository = new ModelRepository(new Home(home));
    Random random = new Random(3);
    for (int label = 0; label < CLASSES.size(); label++) {
      for (int i = 1; i <= 40; i++) {
        Path photo = directory.resolve(photo(label, i));
        Files.createDirectories(photo.getParent());
        ImageIO.write(patches(new Color(COLOURS.get(label)), random), "png", photo.toFile());
      }
    }
  }

  private static String photo(int label, int number) {
    String name = CLASSES.get(label);
    return String.format(Locale.ROOT, "my photos/%s/%s-%04d.png", name, name, number);
  }

  /** A picture in the shades of a colour: behind random weights colours are told apart. */
  private static BufferedImage patches(Color colour, Random random) {
    BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 60; i++) {
      float shade = 0.5f + 0.5f * random.nextFloat();
      graphics.setColor(
          new Color(
              (int) (colour.getRed() * shade),
              (int) (colour.getGreen() * shade),
              (int) (colour.getBlue() * shade)));
      graphics.fillRect(
          random.nextInt(96) - 16,
          random.nextInt(96) - 16,
          16 + random.nextInt(40),
          16 + random.nextInt(40));
    }
    graphics.dispose();
    return image;
  }

  /** A table of the first photos of each class, of which every so many has a wrong label. */
  private static Path table(String name, int perClass, int wrongEvery) throws IOException {
    StringBuilder table = new StringBuilder("path,label\n");
    int count = 0;
    for (int label = 0; label < CLASSES.size(); label++) {
      for (int i = 1; i <= perClass; i++) {
        boolean wrong = wrongEvery > 0 && count++ % wrongEvery == 0;
        table
            .append(photo(label, i))
            .append(',')
            .append(CLASSES.get(wrong ? (label + 1 + count % 4) % 5 : label))
            .append('\n');
      }
    }
    return Files.writeString(directory.resolve(name + ".csv"), table, UTF_8);
  }

  private static Cli run(Object... arguments) {
    return Cli.run(home, arguments);
  }

  private static Cli train(String name, Path labels, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("train", "--labels", labels, "--name", name, "--hidden", 0));
    arguments.addAll(List.of("--epochs", 30));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--split")) {
      arguments.addAll(List.of("--split", "50/10/40"));
    }
    Cli training = run(arguments.toArray());
    assertEquals(0, training.exitCode(), training.err());
    return training;
  }

  private static int current(String name) throws IOException {
    return repository.find(name).version();
  }

  @Test
  void theBetterIsPromotedTheSpoiledIsNotAndARollbackGoesBack() throws IOException {
    train("monthly", table("monthly", 30, 12));
    assertEquals(1, current("monthly"));
    // The same table, mended and with more photos: as a monthly run would have it.
    JsonObject second =
        JsonParser.parseString(train("monthly", table("monthly", 40, 0), "--json").out())
            .getAsJsonObject();
    assertEquals("monthly:2", second.get("model").getAsString());
    JsonObject promotion = second.getAsJsonObject("promotion");
    assertTrue(promotion.get("promoted").getAsBoolean(), promotion.toString());
    JsonObject comparison = promotion.getAsJsonObject("comparison");
    assertTrue(comparison.get("photos").getAsInt() >= 40, comparison.toString());
    assertEquals(2, current("monthly"));

    Cli third = train("monthly", table("monthly", 40, 4));
    assertTrue(
        third.out().contains("monthly:2 stays current, monthly:3 is not promoted"), third.out());
    assertTrue(third.out().contains("labels or photos have changed"), third.out());
    assertEquals(2, current("monthly"));
    Cli list = run("models");
    assertTrue(
        list.out().lines().anyMatch(l -> l.startsWith("monthly:2 ") && l.endsWith("  current")),
        list.out());
    Cli history = run("models", "history", "monthly");
    assertTrue(history.out().contains("monthly:3 not promoted: it is "), history.out());
    assertTrue(history.out().contains("monthly:2 is current"), history.out());

    Cli refused = run("models", "remove", "monthly:3", "monthly:2");
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("monthly:2: found the current version"), refused.err());
    assertEquals(3, repository.versions("monthly").size(), "none of them is removed");

    assertEquals(0, run("models", "rollback", "monthly").exitCode());
    assertEquals(1, current("monthly"));
    assertEquals(2, run("models", "rollback", "monthly").exitCode());
    Cli promoted = run("models", "promote", "monthly:3", "--reason", "the labels are right");
    assertEquals(0, promoted.exitCode(), promoted.err());
    assertEquals(3, current("monthly"));
    assertTrue(run("models", "history", "monthly").out().contains("the labels are right"));
  }

  @Test
  void theDiffCountsThePhotosOfItsPageAndOfItsJson() throws IOException {
    train("differ", table("differ", 30, 4));
    train("differ", table("differ", 30, 0), "--promote", "never");
    assertEquals(1, current("differ"));
    Path page = directory.resolve("pages/diff.html");
    Cli run = run("models", "diff", "differ:1", "differ:2", "--json", "--report", page);
    assertEquals(0, run.exitCode(), run.err());
    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    int photos = json.get("photos").getAsInt();
    assertTrue(photos > 0 && photos + json.get("leftOut").getAsInt() == 150, run.out());
    int spoiled = 0;
    int mended = 0;
    for (var changed : json.getAsJsonArray("changed")) {
      JsonObject photo = changed.getAsJsonObject();
      assertTrue(Files.exists(Path.of(photo.get("path").getAsString())), photo.toString());
      String change = photo.get("change").getAsString();
      spoiled += change.equals("right-to-wrong") ? 1 : 0;
      mended += change.equals("wrong-to-right") ? 1 : 0;
    }
    assertEquals(json.get("onlyFirst").getAsInt(), spoiled);
    assertEquals(json.get("onlySecond").getAsInt(), mended);
    String html = Files.readString(page);
    int shown = html.split("<figure>", -1).length - 1;
    assertEquals(json.getAsJsonArray("changed").size(), shown);
    assertFalse(html.contains(directory.toString()), "nothing of where the photos lie");
    Cli text = run("models", "diff", "differ:1", "differ:2");
    assertTrue(text.out().contains("McNemar's exact p = "), text.out());
    assertTrue(Files.exists(home.resolve("reports/differ-1-differ-2/index.html")));
    assertEquals(2, run("models", "diff", "differ:1", "differ:1").exitCode());
    Path photo = Files.writeString(directory.resolve("1.jpg"), "a photo");
    assertEquals(2, run("models", "diff", "differ:1", "differ:2", "--report", photo).exitCode());
    assertEquals("a photo", Files.readString(photo));
  }

  @Test
  void aHoldOutIsEvaluatedWholeAndTwoModelsAreComparedOnIt() throws IOException {
    Path labels = table("seen", 20, 0);
    train("held", labels);
    train("held", labels, "--seed", 5);
    // Photos 21 to 40 of each class were not there; 1 to 20 are fitted to, but for the test part.
    Path all = table("hold-out", 40, 0);
    JsonObject json =
        JsonParser.parseString(
                run("evaluate", "--labels", all, "--model", "held:1", "--json").out())
            .getAsJsonObject();
    assertEquals("unseen", json.get("part").getAsString());
    assertEquals(200 - 60, json.get("photos").getAsInt());
    assertEquals(60, json.get("leftOut").getAsInt());
    Cli both = run("evaluate", "--labels", all, "--model", "held:1", "--model", "held:2", "--json");
    assertEquals(0, both.exitCode(), both.err());
    JsonObject compared = JsonParser.parseString(both.out()).getAsJsonObject();
    assertTrue(compared.get("photos").getAsInt() <= 140, both.out());
    assertTrue(compared.get("photos").getAsInt() >= 100, both.out());
    assertEquals("held:2", compared.get("second").getAsString());
    Cli wrong = run("evaluate", "--model", "held:1", "--model", "held:2", "--part", "test");
    assertEquals(2, wrong.exitCode());
  }

  @Test
  void alwaysAndNeverAreObeyedAndWithoutTestPhotosNothingIsPromoted() throws IOException {
    Path labels = table("obeyed", 12, 0);
    train("obeyed", labels);
    assertTrue(
        train("obeyed", labels, "--promote", "never")
            .out()
            .contains("not promoted: --promote never"));
    assertEquals(1, current("obeyed"));
    train("obeyed", labels, "--promote", "always");
    assertEquals(3, current("obeyed"));
    Cli untested = train("obeyed", labels, "--split", "90/10/0");
    assertTrue(untested.out().contains("there is no photo to compare on"), untested.out());
    assertEquals(3, current("obeyed"));
  }

  @Test
  void aNewClassIsPromotedAndAMissingOneIsNot() throws IOException {
    Path four = directory.resolve("four.csv");
    Path five = table("five", 20, 0);
    Files.writeString(
        four,
        String.join(
            "\n",
            Files.readAllLines(five).stream().filter(line -> !line.endsWith(",tulips")).toList()));
    train("classes", four);
    Cli more = train("classes", five);
    assertTrue(more.out().contains("photos: right by the new one alone"), more.out());
    Cli fewer = train("classes", four);
    assertEquals(2, current("classes"), more.out());
    assertTrue(fewer.out().contains("it lacks the class tulips of classes:2"), fewer.out());
    JsonObject models = JsonParser.parseString(run("models", "--json").out()).getAsJsonObject();
    assertEquals("flowers-models", models.get("format").getAsString());
    assertTrue(
        models.getAsJsonArray("models").asList().stream()
            .map(model -> model.getAsJsonObject())
            .anyMatch(
                model ->
                    model.get("name").getAsString().equals("classes")
                        && model.getAsJsonArray("history").size() == 3));
  }

  @Test
  void behindAnotherTrunkEachTakesItsOwnEmbeddingsOfTheSamePhotos() throws IOException {
    Path labels = table("trunks", 20, 0);
    train("trunks", labels);
    Path other = directory.resolve("other.npy");
    new SeededVgg(8, 32).write(other, bytes -> {});
    Cli second = train("trunks", labels, "--trunk", other);
    assertTrue(
        second.out().contains("for the comparison, with the trunk of trunks:1"), second.out());
    assertTrue(second.out().contains("on the same 40 photos"), second.out());
    try (var files = Files.list(home.resolve("embeddings"))) {
      assertTrue(
          files.noneMatch(file -> file.getFileName().toString().startsWith("comparison-")),
          "what was embedded for the comparison alone does not stay");
    }
    assertEquals(0, run("models", "diff", "trunks:1", "trunks:2").exitCode());
  }

  @Test
  void aVersionWithoutItsListOfPhotosIsComparedByItsParts() throws IOException {
    Path labels = table("before", 30, 0);
    train("before", labels);
    Files.delete(repository.find("before").directory().resolve("seen.txt"));
    Cli second = train("before", labels);
    assertTrue(second.out().contains("before:2 is current now"), second.out());
    assertTrue(second.out().contains("on the same "), second.out());
  }

  @Test
  void aDamagedCurrentVersionEndsNoTraining() throws IOException {
    Path labels = table("broken", 12, 0);
    train("broken", labels);
    Files.writeString(repository.find("broken").directory().resolve("head.json"), "{");
    Cli second = train("broken", labels);
    assertTrue(second.out().contains("the two cannot be compared: "), second.out());
    assertEquals(1, current("broken"));
  }

  @Test
  void theMonthlyScriptPromotesAndCleansOrShowsWhatGotWorse() throws Exception {
    // A home of its own, for the script cleans it.
    Path own = directory.resolve("own home");
    SmallTrunk.weights(own);
    ModelRepository models = new ModelRepository(new Home(own));
    Outcome first = month(own, table("script", 40, 0));
    assertEquals(0, first.exitCode(), first.output());
    Outcome spoiled = month(own, table("script", 40, 4));
    assertEquals(0, spoiled.exitCode(), spoiled.output());
    assertTrue(spoiled.output().contains("flowers-vgg16:2 was not promoted: "), spoiled.output());
    assertTrue(spoiled.output().contains("McNemar's exact p = "), spoiled.output());
    assertEquals(1, models.find("flowers-vgg16").version());

    Outcome mended = month(own, table("script", 40, 0));
    assertEquals(0, mended.exitCode(), mended.output());
    assertTrue(mended.output().contains("flowers-vgg16:3 is current now: "), mended.output());
    assertEquals(3, models.find("flowers-vgg16").version());
    assertEquals(
        List.of(3, 1),
        models.versions("flowers-vgg16").stream().map(PublishedModel::version).toList(),
        "the current version and the one to roll back to stay: " + mended.output());

    Outcome wrong = month(own, directory.resolve("nowhere.csv"));
    assertEquals(2, wrong.exitCode(), wrong.output());
    assertTrue(wrong.output().contains("nowhere.csv"), wrong.output());
    assertEquals(3, models.find("flowers-vgg16").version());
  }

  /** Runs the guide's script; its {@code flowers} is this class path's. */
  private static Outcome month(Path home, Path labels) throws Exception {
    Path flowers = directory.resolve("flowers");
    List<String> java =
        JavaProcess.builder(
                JavaProcess.classPath(),
                Main.class,
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                List.of())
            .command();
    Files.writeString(
        flowers, "#!/bin/sh\nexec '" + String.join("' '", java) + "' \"$@\"\n", UTF_8);
    assertTrue(flowers.toFile().setExecutable(true));
    ProcessBuilder script =
        new ProcessBuilder(
                "sh",
                "docs/monthly.sh",
                labels.toString(),
                "--hidden",
                "0",
                "--epochs",
                "30",
                "--split",
                "50/10/40",
                "--home",
                home.toString())
            .redirectErrorStream(true);
    script.environment().put("FLOWERS", flowers.toString());
    // The option counts: what the script cleans is the home that it trains in.
    script.environment().put("FLOWERS_HOME", directory.resolve("another home").toString());
    script.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    return JavaProcess.run(script, 120);
  }
}
