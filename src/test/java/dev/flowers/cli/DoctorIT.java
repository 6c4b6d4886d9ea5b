package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.JavaProcess;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import dev.flowers.trunk.Trunk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds, and what it leaves alone. */
class DoctorIT {
  @TempDir Path directory;

  @Test
  void findsNothingWrongWithoutAHomeAndMakesNone() {
    Path home = directory.resolve("home");
    Cli run = Cli.run(home, "doctor");
    assertEquals(0, run.exitCode(), run.out());
    assertFalse(run.out().contains("fail"), run.out());
    assertLine(run, "ok    TensorFlow  2\\.16\\.1 started in .*");
    assertLine(run, "ok    PyTorch     2\\.7\\.1 started in .*");
    assertLine(run, "(ok  |warn)  home        .* will be made in .* free.*");
    assertLine(run, "ok    trunk       none yet; flowers convert makes it");
    assertLine(run, "ok    models      none yet; flowers train makes one");
    assertLine(run, "(ok  |warn)  speed       \\d+ GFLOP/s in a matrix multiplication.*");
    assertFalse(Files.exists(home));
    assertEquals(List.of(), children(directory));
  }

  @Test
  void listsWhatIsInTheHomeAndMeasuresTheTrunk() throws IOException {
    Path home = trained();
    Cli run = Cli.run(home, "doctor");
    assertEquals(0, run.exitCode(), run.out());
    assertLine(run, "ok    trunk       [0-9a-f]{16}, embeddings of 128 numbers, from vgg16\\.npy");
    assertLine(run, "ok    embeddings  .*\\.tfrecord");
    assertLine(run, "ok    model       flowers-vgg16:1, 5 classes");
    assertLine(run, "(ok  |warn)  speed       \\d+\\.\\d photos/s through the trunk.*");
  }

  @Test
  void aDamagedTrunkOrModelFailsAndSaysWhatToDo() throws IOException {
    Path home = trained();
    Trunk trunk = SmallTrunk.convertedIn(home);
    Files.write(trunk.directory().resolve("conv1_1.weights"), new byte[3]);
    Path model = home.resolve("zoo/model/cv/image_classification/dev/flowers/flowers-vgg16/1");
    Cli lost = Cli.run(home, "doctor");
    assertEquals(1, lost.exitCode(), lost.out());
    assertLine(lost, "fail  trunk       .*conv1_1\\.weights.*found 3 bytes.*convert again");
    assertLine(lost, "warn  model       flowers-vgg16:1.*its trunk .* is not in the home; .*");

    Files.delete(model.resolve("model.json"));
    Cli damaged = Cli.run(home, "doctor");
    assertLine(damaged, "fail  model       flowers-vgg16:1 is damaged .*models remove .*");
  }

  @Test
  void aHomeThatCannotBeWrittenFails() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    Cli run = Cli.run(file.resolve("home"), "doctor");
    assertEquals(1, run.exitCode(), run.out());
    assertLine(run, "fail  home        .*cannot be written.*--home");
  }

  @Test
  void librariesOfAnotherPlatformFailAndNothingIsFetched() throws Exception {
    String classPath =
        Arrays.stream(JavaProcess.classPath().split(File.pathSeparator))
            .filter(jar -> !jar.contains("tensorflow-core-native"))
            .filter(jar -> !jar.contains("pytorch-native"))
            .collect(Collectors.joining(File.pathSeparator));
    Path cache = directory.resolve("cache");
    ProcessBuilder doctor =
        JavaProcess.builder(
            classPath,
            Main.class,
            List.of(),
            List.of("doctor", "--home", directory.resolve("home").toString()));
    doctor.environment().put("DJL_CACHE_DIR", cache.toString());
    JavaProcess.Outcome outcome = JavaProcess.run(doctor, 120);
    Cli run = new Cli(outcome.exitCode(), outcome.output(), "");
    assertEquals(1, run.exitCode(), run.out());
    assertLine(run, "fail  TensorFlow  found no libraries for .*\\./mvnw package on this one.*");
    assertLine(run, "fail  PyTorch     found no libraries for .*");
    assertFalse(run.out().contains("speed"), run.out());
    assertFalse(Files.exists(cache), "nothing was fetched into DJL's cache");
  }

  private Path trained() throws IOException {
    Path home = directory.resolve("home");
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), 8, 1);
    SmallTrunk.weights(home);
    Cli run =
        Cli.run(
            home, "train", "--photos", photos, "--hidden", 8, "--epochs", 1, "--split", "60/20/20");
    assertEquals(0, run.exitCode(), run.err());
    return home;
  }

  private static void assertLine(Cli run, String line) {
    assertTrue(run.out().lines().anyMatch(each -> each.matches(line)), line + " in\n" + run.out());
  }

  private static List<String> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(Path::toString).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
