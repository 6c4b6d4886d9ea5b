package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.CopiedTree;
import dev.flowers.FlowerClassifier;
import dev.flowers.PaintedPhotos;
import dev.flowers.cleanup.HomeCleaning;
import dev.flowers.cleanup.Leftover;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.storage.LockedHome;
import dev.flowers.trunk.store.StandIn;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.trunk.vgg.SeededVgg;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home with three models, two trunks and leftovers, and what can go from it. */
class CleanIT {
  @TempDir static Path all;
  private static Path directory;
  private static Path filled;
  private static Path home;
  private static Path photos;
  private static Path gone;
  private static Path photo;
  private static String oldTrunk = "";

  @BeforeAll
  static void fill() throws IOException {
    directory = Files.createDirectory(all.resolve("directory"));
    filled = all.resolve("filled");
    PaintedHome painted = PaintedHome.in(directory, 4);
    home = painted.home();
    photos = painted.photos();
    photo = photos.resolve("roses/roses-0001.jpg");
    // A trunk whose only model will be removed, and which is older than the other one.
    Path npy = directory.resolve("other.npy");
    new SeededVgg(9, 32).write(npy, bytes -> {});
    train("old", photos, "--trunk", npy);
    oldTrunk = new TrunkStore(home.resolve("trunk")).list().get(0).fingerprint().substring(0, 16);
    Cli removal = Cli.run(home, "models", "remove", "old:1");
    assertEquals(0, removal.exitCode(), removal.err());
    for (int version = 1; version <= 3; version++) {
      train("kept", photos);
    }
    train("other", photos);
    gone = PaintedPhotos.paint(directory.resolve("gone"), 4, 5);
    Cli embedding = Cli.run(home, "embed", "--photos", gone);
    assertEquals(0, embedding.exitCode(), embedding.err());
    FileTree.delete(gone);
    Files.writeString(home.resolve("weights").resolve(StandIn.FILE_NAME), "random");
    Path partial = Files.writeString(home.resolve("weights/x.npy.partial"), "half");
    Files.writeString(home.resolve("weights/y.npy.partial"), "of today");
    Files.setLastModifiedTime(partial, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    CopiedTree.of(directory, filled);
  }

  /** The embeddings name their photos by whole paths: it is there again, at the same place. */
  @BeforeEach
  void restore() throws IOException {
    FileTree.delete(directory);
    CopiedTree.of(filled, directory);
  }

  private static void train(String name, Path from, Object... options) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "--photos", from, "--name", name, "--hidden", 4, "--epochs", 1));
    words.addAll(List.of(options));
    Cli run = Cli.run(home, words.toArray());
    assertEquals(0, run.exitCode(), run.err());
  }

  @Test
  void showsWhatCanGoAndRemovesItWhenItMay() throws IOException {
    long before = FileTree.size(home);
    Cli shown = Cli.run(home, "clean");
    assertEquals(0, shown.exitCode(), shown.err());
    assertTrue(
        shown.out().contains("Nothing was removed; --yes removes what can go."), shown.out());
    assertEquals(before, FileTree.size(home));
    JsonObject json =
        JsonParser.parseString(Cli.run(home, "clean", "--json").out()).getAsJsonObject();
    assertEquals(0, json.get("freed").getAsLong());
    Set<String> expected =
        new TreeSet<>(
            List.of(
                "version kept:1",
                "report reports/old-1",
                "report reports/kept-1",
                "trunk trunk/" + oldTrunk,
                "partial weights/x.npy.partial",
                "demo weights/" + StandIn.FILE_NAME));
    Set<String> names = names(json);
    Set<String> embeddings = new TreeSet<>(names);
    embeddings.removeAll(expected);
    assertEquals(2, embeddings.size(), "of the folder that is gone, of the old trunk: " + names);
    assertTrue(
        embeddings.stream().allMatch(name -> name.startsWith("embeddings ")), names.toString());
    assertTrue(names.containsAll(expected), names.toString());

    assertEquals(0, Cli.run(home, "clean", "--yes").exitCode());
    long bytes = 0;
    for (JsonElement leftover : json.getAsJsonArray("leftovers")) {
      bytes += leftover.getAsJsonObject().get("bytes").getAsLong();
    }
    // The list of versions is shorter, too.
    assertEquals((double) (before - bytes), (double) FileTree.size(home), 3000);
    assertEquals(Set.of(), names(Cli.run(home, "clean", "--json").out()));
    assertTrue(Cli.run(home, "clean").out().startsWith("Nothing can go"));
    for (String model : List.of("kept", "kept:2", "other")) {
      Cli predicted = Cli.run(home, "predict", "--model", model, photo);
      assertEquals(0, predicted.exitCode(), predicted.err());
      Cli evaluated = Cli.run(home, "evaluate", "--model", model);
      assertEquals(0, evaluated.exitCode(), evaluated.err());
    }
    train("kept", photos);
    assertEquals(4, new ModelRepository(new Home(home)).find("kept").version());
  }

  private static Set<String> names(String json) {
    return names(JsonParser.parseString(json).getAsJsonObject());
  }

  private static Set<String> names(JsonObject json) {
    Set<String> names = new TreeSet<>();
    for (JsonElement element : json.getAsJsonArray("leftovers")) {
      JsonObject leftover = element.getAsJsonObject();
      names.add(
          leftover.get("kind").getAsString()
              + " "
              + leftover.get("name").getAsString().replace('\\', '/'));
    }
    return names;
  }

  @Test
  void asksOnATerminal() throws IOException {
    assertTrue(ask("n\n").contains("Remove all of it? [y/N] "));
    assertEquals(3, new ModelRepository(new Home(home)).versions("kept").size());
    ask("");
    assertEquals(3, new ModelRepository(new Home(home)).versions("kept").size());
    assertTrue(ask("y\n").contains("freed     "));
    assertEquals(2, new ModelRepository(new Home(home)).versions("kept").size());
  }

  private String ask(String answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    FlowersCommand.run(
        new Terminal(
            new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
            stream,
            stream,
            true),
        "clean",
        "--home",
        home.toString());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsInUseStays() throws IOException {
    // Somebody predicts with a version of the old trunk, which then is removed.
    train("old", photos, "--trunk", directory.resolve("other.npy"));
    Home of = new Home(home);
    PublishedModel old = new ModelRepository(of).find("old");
    try (FlowerClassifier classifier = FlowerClassifier.load(of, "old")) {
      new ModelRepository(of).remove(old);
      // Another trunk is the latest: that one stays anyway.
      Files.setLastModifiedTime(
          home.resolve("trunk").resolve(oldTrunk).resolve("trunk.json"), FileTime.fromMillis(0));
      Cli run = Cli.run(home, "clean", "--yes");
      assertEquals(0, run.exitCode(), run.err());
      assertTrue(
          run.out().contains(oldTrunk) && run.out().contains("stays: a process has it open"),
          run.out());
      assertEquals(5, classifier.classify(photo).items().size());
    }
    Cli run = Cli.run(home, "clean", "--yes");
    assertEquals(0, run.exitCode(), run.err());
    assertFalse(Files.exists(home.resolve("trunk").resolve(oldTrunk)));
  }

  @Test
  void whatAMovedHomesModelsNeedStays() throws IOException {
    Path moved = Files.move(home, directory.resolve("moved"));
    for (boolean trunks : new boolean[] {true, false}) {
      if (!trunks) {
        FileTree.delete(moved.resolve("trunk"));
      }
      Set<String> names = names(Cli.run(moved, "clean", "--keep", 3, "--json").out());
      assertEquals(
          2,
          names.stream().filter(name -> name.startsWith("embeddings")).count(),
          "of the folder that is gone, of the old trunk: " + names);
      assertEquals(trunks, names.contains("trunk trunk/" + oldTrunk));
      assertFalse(names.stream().anyMatch(name -> name.startsWith("version")), names.toString());
    }
  }

  @Test
  void aRunThatWritesInTheHomeIsNotDisturbed() throws IOException {
    try (LockedHome locked = LockedHome.of(new Home(home))) {
      assertTrue(locked != null);
      Cli run = Cli.run(home, "clean", "--yes");
      assertEquals(1, run.exitCode(), run.out());
      assertTrue(run.err().contains("another run is writing here"), run.err());
    }
  }

  @Test
  void whatHasChangedSinceItWasShownIsSaid() throws IOException {
    HomeCleaning cleaning = new HomeCleaning(new Home(home), 2);
    List<Leftover> shown = cleaning.find().leftovers();
    Files.delete(home.resolve("weights").resolve(StandIn.FILE_NAME));
    PaintedPhotos.paint(gone, 4, 5); // the folder is there again
    Cli removal = Cli.run(home, "models", "remove", "kept:2");
    assertEquals(0, removal.exitCode());
    List<String> faults = new ArrayList<>();
    cleaning.remove(
        shown,
        outcome -> {
          if (!outcome.removed()) {
            faults.add(outcome.leftover().kind() + ": " + outcome.fault());
          }
        });
    assertEquals(
        Set.of(
            "version: is needed again",
            "report: is needed again",
            "embeddings: is needed again",
            "demo: was gone already"),
        new TreeSet<>(faults));
  }

  @Test
  void anEmptyHomeIsNotMade() {
    Path none = directory.resolve("none");
    Cli run = Cli.run(none, "clean", "--yes");
    assertEquals(0, run.exitCode(), run.err());
    assertFalse(Files.exists(none));
    assertEquals(2, Cli.run(none, "clean", "--keep", 0).exitCode());
  }
}
