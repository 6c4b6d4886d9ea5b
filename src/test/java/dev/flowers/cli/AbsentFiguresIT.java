package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed and stored of a training whose figures are absent, or mean little. */
class AbsentFiguresIT {
  @TempDir static Path directory;
  private static PaintedHome painted;

  @BeforeAll
  static void paint() throws IOException {
    painted = PaintedHome.in(directory, 8);
    Files.copy(
        painted.photos().resolve("daisy/daisy-0001.jpg"),
        painted.photos().resolve("roses/daisy copy.jpg"));
  }

  @Test
  void figuresOfNoTestPhotoAreAbsentEverywhere() throws IOException {
    Cli train = train("untested", "80/20/0", "--folds", 40);
    assertTrue(train.out().contains("          no photo was tested\n"), train.out());
    assertFalse(train.out().contains("macro F1 0"), train.out());
    assertFalse(train.out().contains("report "), train.out());
    // Of 41 photos in 40 folds, some fold has none.
    assertTrue(
        train.out().lines().anyMatch(line -> line.matches(" +[0-9]+ +0 +– +– +1")), train.out());

    PublishedModel model = new ModelRepository(new Home(painted.home())).find("untested");
    JsonObject test =
        JsonParser.parseString(Files.readString(model.directory().resolve("model.json")))
            .getAsJsonObject()
            .getAsJsonObject("test");
    assertEquals(
        "{\"photos\":0,\"accuracy\":null,\"loss\":null,\"calibrationError\":null}",
        test.toString());

    Cli models = Cli.run(painted.home(), "models");
    assertTrue(
        models.out().lines().anyMatch(line -> line.matches("untested:1 +5 +41 +– .*")),
        models.out());
    Cli evaluate = Cli.run(painted.home(), "evaluate", "--model", "untested");
    assertEquals("no photo was tested", evaluate.out().strip().lines().reduce((a, b) -> b).get());
    JsonObject json =
        JsonParser.parseString(
                Cli.run(painted.home(), "evaluate", "--model", "untested", "--json").out())
            .getAsJsonObject();
    for (String figure : List.of("accuracy", "accuracyInterval95", "loss", "macroF1")) {
      assertTrue(json.get(figure).isJsonNull(), figure);
    }
  }

  @Test
  void figuresOfNoValidationPhotoAreDashes() throws IOException {
    Cli train = train("unvalidated", "60/0/40");
    assertTrue(
        train.out().lines().anyMatch(line -> line.matches(" +1 +[0-9.]+ +[0-9.]+ +– +– +[0-9.]+")),
        train.out());
    assertFalse(train.out().contains("NaN"), train.out());
    String report = Files.readString(painted.home().resolve("reports/unvalidated-1/index.html"));
    // The letters may stand in a photo, in Base64.
    assertFalse(report.replaceAll("data:[^\"]*", "").contains("NaN"));
    assertTrue(report.contains("the training loss, as there was no validation photo"));
    PublishedModel model = new ModelRepository(new Home(painted.home())).find("unvalidated");
    String head = Files.readString(model.directory().resolve("head.json"));
    assertTrue(head.contains("\"validationLoss\": null"), head);
  }

  @Test
  void theOutputWarnsOfWrongPhotosAndEndsWithWhatToTryNext() {
    Cli train = train("warned", "60/20/20");
    assertTrue(
        train
            .out()
            .contains(
                "note      labels: found 1 photo in more than one class (daisy/daisy-0001.jpg ="
                    + " roses/daisy copy.jpg), expected each photo in one class"),
        train.out());
    String last = train.out().lines().reduce((before, line) -> line).get();
    assertEquals(
        "note      to try next: add photos: found 8 of daisy, the smallest class, expected 50 or"
            + " more of each class",
        last);
    // What is suggested can be typed.
    List<String> flags = new ArrayList<>();
    Matcher matcher = Pattern.compile("\\((--[a-z-]+)").matcher(train.out());
    while (matcher.find()) {
      flags.add(matcher.group(1));
    }
    assertTrue(flags.contains("--epochs"), "one epoch is too few: " + train.out());
    String help = Cli.run(painted.home(), "train", "--help").out();
    assertTrue(flags.stream().allMatch(help::contains), flags.toString());
  }

  private static Cli train(String name, String split, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", "--photos", painted.photos(), "--name", name, "--split", split));
    arguments.addAll(List.of("--hidden", 8, "--epochs", 1));
    arguments.addAll(List.of(more));
    Cli run = Cli.run(painted.home(), arguments.toArray());
    assertEquals(0, run.exitCode(), run.err());
    return run;
  }
}
