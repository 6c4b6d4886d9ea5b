package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import dev.flowers.storage.Home;
import dev.flowers.storage.LockedHome;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The design's table of bad input, a test a row, as a user meets it. */
class BadInputIT {
  @TempDir static Path directory;
  private static Path home;
  private static Path weights;
  private static Path painted;

  @BeforeAll
  static void prepare() throws IOException {
    home = directory.resolve("home");
    weights = SmallTrunk.weights(home);
    painted = PaintedPhotos.paint(directory.resolve("painted"), 6, 1);
  }

  @Test
  void unreadablePhotosAreSkippedAndCountedUnlessStrict(@TempDir Path photos) throws IOException {
    copyPainted(photos);
    byte[] whole = Files.readAllBytes(photos.resolve("daisy/daisy-0001.jpg"));
    Files.write(photos.resolve("daisy/half.jpg"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(photos.resolve("roses/readme.txt"), "not a photo");
    Files.write(photos.resolve("tulips/huge.png"), pngHeader(40_000, 40_000));

    Cli lenient = Cli.run(home, "embed", "--photos", photos);
    Cli strict = Cli.run(home, "embed", "--photos", photos, "--strict");

    assertEquals(0, lenient.exitCode(), lenient.err());
    assertTrue(lenient.out().contains("30 photos of 5 classes"), lenient.out());
    assertTrue(lenient.out().contains("3 files skipped"), lenient.out());
    assertTrue(lenient.out().contains("skipped.csv"), lenient.out());
    assertTrue(lenient.out().contains("1600000000 pixels, expected at most"), lenient.out());
    assertEquals(1, strict.exitCode());
  }

  @Test
  void foldersThatAreNoPhotoSetAreWrongInput(@TempDir Path photos) throws IOException {
    assertWrongInput("found no class folder", Cli.run(home, "train", "--photos", photos));
    Files.createDirectories(photos.resolve("daisy"));
    assertWrongInput("found one class alone, daisy", Cli.run(home, "train", "--photos", photos));
    Files.createDirectories(photos.resolve("roses"));
    assertWrongInput(
        photos.resolve("daisy") + ": found no file", Cli.run(home, "train", "--photos", photos));
    assertWrongInput(
        "no such folder", Cli.run(home, "train", "--photos", photos.resolve("nowhere")));
  }

  @Test
  void weightsThatAreNotVgg16AreWrongInput() throws IOException, URISyntaxException {
    byte[] whole =
        Files.readAllBytes(
            Path.of(SmallTrunk.class.getResource("trunk/vgg/vgg16-py3.npy").toURI()));
    Path file = directory.resolve("bad.npy");

    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertWrongInput(file + ": ", Cli.run(home, "convert", "--weights", file));
    Files.write(file, replace(whole, "conv3_2", "conv3_9"));
    assertWrongInput("conv3_2", Cli.run(home, "convert", "--weights", file));
    Files.write(file, replace(whole, "_reconstruct", "_destruction"));
    assertWrongInput("_destruction", Cli.run(home, "convert", "--weights", file));
    Files.writeString(file, "<html>404</html>");
    assertWrongInput(file + ": ", Cli.run(home, "convert", "--weights", file));
    Path missing = directory.resolve("missing.npy");
    assertWrongInput(
        missing + ": no such file, expected a vgg16.npy",
        Cli.run(home, "convert", "--weights", missing));
  }

  @Test
  void damagedEmbeddingsAreWrongInput() throws IOException {
    Path plain = plainTfRecord();
    byte[] whole = Files.readAllBytes(plain);

    Path flipped = directory.resolve("flipped.tfrecord");
    byte[] bytes = whole.clone();
    bytes[whole.length / 2] ^= 1;
    Files.write(flipped, bytes);
    assertWrongInput(flipped + ": record ", Cli.run(home, "train", "--embeddings", flipped));

    Path torn = directory.resolve("torn.tfrecord");
    Files.write(torn, Arrays.copyOf(whole, whole.length - 7));
    assertWrongInput(torn + ": record ", Cli.run(home, "train", "--embeddings", torn));
  }

  @Test
  void secondRunIsToldOfTheFirst() throws IOException {
    try (LockedHome locked = LockedHome.of(new Home(home))) {
      Cli second = Cli.run(home, "embed", "--photos", painted);
      assertEquals(1, second.exitCode());
      assertTrue(
          second.err().contains("(process " + ProcessHandle.current().pid() + ")"), second.err());
    }
  }

  @Test
  void homeThatCannotBeWrittenIsNamed() throws IOException {
    // Below a file nobody can write, not even root.
    Path file = Files.writeString(directory.resolve("file"), "x");
    Cli run = Cli.run(file.resolve("home"), "embed", "--photos", painted, "--weights", weights);
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(run.err().contains(file.toString()), run.err());
    assertFalse(run.err().contains("unexpected error"), run.err());
  }

  @Test
  void withoutNetworkTheAddressAndTheFileToPlaceByHandAreNamed() {
    // A proxy where nobody listens: nothing leaves this machine.
    String[] proxies = {"http.proxyHost", "http.proxyPort", "https.proxyHost", "https.proxyPort"};
    for (String property : proxies) {
      System.setProperty(property, property.endsWith("Port") ? "1" : "127.0.0.1");
    }
    try {
      Path empty = directory.resolve("empty");
      Cli photos = Cli.run(empty, "train");
      assertEquals(1, photos.exitCode(), photos.err());
      assertTrue(photos.err().contains("http://download.tensorflow.org/"), photos.err());
      assertTrue(
          photos.err().contains(empty.resolve("photos/flower_photos.tgz").toString()),
          photos.err());
      Cli trunk = Cli.run(empty, "convert");
      assertEquals(1, trunk.exitCode(), trunk.err());
      assertTrue(trunk.err().contains("nd101/vgg16.npy"), trunk.err());
      assertTrue(trunk.err().contains(empty.resolve("weights/vgg16.npy").toString()), trunk.err());
      String said = trunk.out() + trunk.err();
      assertTrue(said.contains("Fetching the same weights from https://storage."), said);
    } finally {
      for (String property : proxies) {
        System.clearProperty(property);
      }
    }
  }

  @Test
  void downloadTakesAFileThatWasFetchedByHand() throws IOException, URISyntaxException {
    Path other = directory.resolve("other");
    Path file = Path.of(SmallTrunk.class.getResource("trunk/vgg/vgg16-py2.npy").toURI());
    Cli fetched = Cli.run(other, "download", "weights", "--from", file);
    assertEquals(0, fetched.exitCode(), fetched.err());
    assertEquals(-1, Files.mismatch(file, other.resolve("weights/vgg16.npy")));
    Cli again = Cli.run(other, "download", "weights", "--from", file);
    assertEquals(0, again.exitCode(), again.err());
    assertTrue(again.out().contains("weights were there already"), again.out());
    Path photos = Files.createDirectories(other.resolve("photos/flower_photos"));
    Cli present = Cli.run(other, "download", "photos", "--from", directory.resolve("none.tgz"));
    assertEquals(0, present.exitCode(), present.err());
    assertTrue(
        present.out().contains("photos were there already, nothing was downloaded: " + photos),
        present.out());
    Path page = Files.writeString(directory.resolve("page.html"), "<html>404</html>");
    assertWrongInput(
        "vgg16.npy: ", Cli.run(directory.resolve("third"), "download", "weights", "--from", page));
    assertFalse(Files.exists(directory.resolve("third/weights/vgg16.npy")), "it is of no use");
  }

  @Test
  void downloadOfKerassFileTakesThatFileAlone() throws URISyntaxException {
    Path other = directory.resolve("keras");
    Path file = Path.of(SmallTrunk.class.getResource("trunk/vgg/keras/vgg16.h5").toURI());
    for (String kind : List.of("keras", "keras-notop", "keras-vgg19", "keras-vgg19-notop")) {
      Cli small = Cli.run(other, "download", "--weights", kind, "--from", file);
      assertEquals(1, small.exitCode(), small.err());
      assertTrue(small.err().matches("(?s).*found (MD5 [0-9a-f]{32}|66112 bytes), expected .*"));
      assertTrue(small.err().contains("_weights_tf_dim_ordering_tf_kernels"), small.err());
    }
    assertEquals(2, Cli.run(other, "download", "--weights", "caffe").exitCode());
    Cli photos = Cli.run(other, "download", "photos", "--weights", "keras");
    assertEquals(2, photos.exitCode());
    assertTrue(photos.err().contains("--weights: found photos"), photos.err());
  }

  @Test
  void modelsThatWereNeverTrainedNameTheCommandThatTrains() {
    Path target = directory.resolve("exported");
    for (Cli run :
        List.of(
            Cli.run(home, "predict", painted.resolve("daisy/daisy-0001.jpg")),
            Cli.run(home, "evaluate"),
            Cli.run(home, "export", "--to", target))) {
      assertWrongInput("model flowers-vgg16: none was trained yet in " + home, run);
      assertTrue(run.err().contains("flowers train makes it"), run.err());
    }
    assertFalse(Files.exists(target));
  }

  @Test
  void wrongUseIsExplained() {
    assertWrongInput("Unknown option: '--nonsense'", Cli.run(home, "train", "--nonsense"));
    assertWrongInput(
        "split: found \"80/20\", expected", Cli.run(home, "train", "--split", "80/20"));
    assertWrongInput(
        "flowers train: --learning-rate: found -1, expected a number above 0",
        Cli.run(home, "train", "--learning-rate", "-1"));
    assertWrongInput(
        "--hidden: found 99999999, expected 0 to 100000",
        Cli.run(home, "tune", "--hidden", "99999999"));
    assertWrongInput(
        "model name: found \"My Model\", expected", Cli.run(home, "train", "--name", "My Model"));
    Path photos = Path.of("photos");
    assertWrongInput(
        "--embeddings: found it with --photos, --trunk, --strict, --augment, expected one or the other",
        Cli.run(
            home,
            "train",
            "--embeddings",
            directory.resolve("plain.tfrecord"),
            "--strict",
            "--augment",
            "flip",
            "--photos",
            photos,
            "--weights",
            weights));
    assertWrongInput("no such file", Cli.run(home, "predict", directory.resolve("no.jpg")));
  }

  private static void assertWrongInput(String message, Cli run) {
    assertTrue(run.err().contains(message), message + " in:\n" + run.err() + run.out());
    assertEquals(2, run.exitCode());
    assertFalse(run.err().contains("unexpected error"), run.err());
  }

  private static Path plainTfRecord() throws IOException {
    Cli embedded = Cli.run(home, "embed", "--photos", painted);
    assertEquals(0, embedded.exitCode(), embedded.err());
    try (var files = Files.list(home.resolve("embeddings"))) {
      Path tfrecord =
          files
              .filter(file -> file.getFileName().toString().matches("painted-.*\\.tfrecord"))
              .findFirst()
              .orElseThrow();
      return Files.copy(tfrecord, directory.resolve("plain.tfrecord"));
    }
  }

  private static void copyPainted(Path target) throws IOException {
    try (var files = Files.walk(painted)) {
      for (Path file : files.sorted().toList()) {
        Path copy = target.resolve(painted.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static byte[] replace(byte[] bytes, String from, String to) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(from));
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A PNG that says its size and ends. */
  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream chunk = new DataOutputStream(header);
    chunk.write("IHDR".getBytes(StandardCharsets.US_ASCII));
    chunk.writeInt(width);
    chunk.writeInt(height);
    chunk.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.toByteArray());
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(png);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeInt(13);
    out.write(header.toByteArray());
    out.writeInt((int) crc.getValue());
    out.writeInt(0);
    out.write("IEND".getBytes(StandardCharsets.US_ASCII));
    out.writeInt(0xAE426082);
    return png.toByteArray();
  }
}
