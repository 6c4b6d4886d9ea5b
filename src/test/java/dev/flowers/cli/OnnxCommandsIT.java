package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.flowers.CopiedTree;
import dev.flowers.FlowerClassifier;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.zoo.FlowersModelZoo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with an ONNX network as the trunk. */
class OnnxCommandsIT {
  @TempDir static Path directory;
  private static Path home;
  private static Path photos;
  private static Path photo;
  private static Path network;
  private static String trained;

  @BeforeAll
  static void train() throws IOException {
    PaintedHome painted = PaintedHome.in(directory, 8);
    home = painted.home();
    photos = painted.photos();
    photo = photos.resolve("daisy").resolve("daisy-0001.jpg");
    network = copy("rows.onnx", directory.resolve("small net"));
    Cli run =
        run(
            "train",
            "--photos",
            photos,
            "--trunk",
            network,
            "--preprocess",
            "imagenet",
            "--epochs",
            3);
    assertEquals(0, run.exitCode(), run.err());
    trained = run.out();
  }

  @Test
  void theNetworkIsTakenIntoTheHomeOnce() throws IOException {
    assertTrue(trained.contains(": small-net, embeddings of 6 numbers → "), trained);
    Cli again = run("embed", "--photos", photos, "--trunk", network, "--preprocess", "imagenet");
    assertTrue(again.out().contains(" 0 embedded now"), again.out());
    try (Stream<Path> trunks = Files.list(home.resolve("trunk"))) {
      assertEquals(1, trunks.filter(Files::isDirectory).count());
    }
    Cli other = run("embed", "--photos", photos, "--trunk", network, "--preprocess", "caffe");
    assertTrue(other.out().contains(" 40 embedded now"), "another recipe is another trunk");
    try (Stream<Path> trunks = Files.list(home.resolve("trunk"))) {
      FileTree.delete(trunks.max((a, b) -> Long.compare(modified(a), modified(b))).orElseThrow());
    }
  }

  @Test
  void everyWayToPredictGivesTheSame() throws Exception {
    Cli table = run("predict", "--json", photo);
    assertEquals(0, table.exitCode(), table.err());
    try (FlowerClassifier classifier = FlowerClassifier.load(new Home(home), "flowers-vgg16")) {
      Classifications expected = classifier.classify(photo);
      Criteria<Image, Classifications> criteria =
          Criteria.builder()
              .setTypes(Image.class, Classifications.class)
              .optModelZoo(new FlowersModelZoo(new Home(home)))
              .optArtifactId("flowers-vgg16")
              .build();
      try (ZooModel<Image, Classifications> model = criteria.loadModel();
          Predictor<Image, Classifications> predictor = model.newPredictor()) {
        Image image = ImageFactory.getInstance().fromFile(photo);
        for (Classifications found : predictor.batchPredict(List.of(image, image))) {
          for (String name : expected.getClassNames()) {
            assertEquals(
                expected.get(name).getProbability(), found.get(name).getProbability(), 1e-5, name);
          }
        }
      }
    }
  }

  @Test
  void theOtherCommandsWorkWithIt() {
    Path picture = directory.resolve("why.png");
    for (Cli run :
        List.of(
            run("predict", "--explain", picture, photo),
            run("predict", "--nearest", 2, photo),
            run("evaluate"),
            run("models"),
            run("doctor"))) {
      assertEquals(0, run.exitCode(), run.out() + run.err());
    }
    assertTrue(Files.isRegularFile(picture));
  }

  @Test
  void itIsExportedAsOnnxAlone() {
    Path target = directory.resolve("exported");
    Cli run = run("export", "--to", target);
    assertEquals(0, run.exitCode(), run.err());
    for (String file :
        List.of("model.onnx", "preprocessor_config.json", "config.json", "synset.txt")) {
      assertTrue(Files.isRegularFile(target.resolve(file)), file);
    }
    Cli saved = run("export", "--format", "savedmodel", "--to", directory.resolve("saved"));
    assertEquals(2, saved.exitCode());
    assertTrue(
        saved.err().contains("format: found savedmodel, expected [onnx] for the trunk small-net"),
        saved.err());
    assertFalse(Files.exists(directory.resolve("saved")));
  }

  /** The message says which file is wanted. */
  @Test
  void withoutItsTrunkAModelSaysWhichIsMissing() throws IOException {
    Path moved = directory.resolve("moved");
    FileTree.delete(moved);
    CopiedTree.of(home, moved);
    FileTree.delete(moved.resolve("trunk"));
    Cli run = Cli.run(moved, "predict", photo);
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("(small-net from model.onnx) is not in "), run.err());
    Cli convert = Cli.run(moved, "convert", "--trunk", network, "--preprocess", "imagenet");
    assertEquals(0, convert.exitCode(), convert.err());
    assertEquals(run("predict", photo).out(), Cli.run(moved, "predict", photo).out());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() throws IOException {
    assertRefused("preprocessor_config.json: found no such file", "--trunk", network);
    assertRefused(
        "preprocess: found caffee, expected one of imagenet, ",
        "--trunk",
        network,
        "--preprocess",
        "caffee");
    assertRefused(
        "tokens: found last, expected first or mean", "--trunk", network, "--tokens", "last");
    assertRefused(
        "preprocess, output: found with no trunk named, expected with the folder or file of an ONNX",
        "--preprocess",
        "caffe",
        "--output",
        "x");
    assertRefused(
        "precision: found bfloat16, expected float32",
        "--trunk",
        network,
        "--preprocess",
        "imagenet",
        "--precision",
        "bfloat16");
    Path two = copy("two.onnx", directory.resolve("two outputs"));
    assertRefused(
        "expected one, or --output with the name of one",
        "--trunk",
        two,
        "--preprocess",
        "imagenet");
    assertRefused(
        "expected model.onnx or onnx/model.onnx", "--trunk", photos, "--preprocess", "imagenet");
  }

  private static void assertRefused(String message, Object... options) {
    Object[] arguments =
        Stream.concat(Stream.of("embed", "--photos", photos), Stream.of(options)).toArray();
    Cli run = run(arguments);
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
  }

  private static Path copy(String name, Path folder) throws IOException {
    Files.createDirectories(folder);
    String resource = "/dev/flowers/trunk/onnx/" + name;
    try (InputStream in =
        Objects.requireNonNull(OnnxCommandsIT.class.getResourceAsStream(resource), resource)) {
      Files.copy(in, folder.resolve("model.onnx"));
    }
    return folder;
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Cli run(Object... arguments) {
    return Cli.run(home, arguments);
  }
}
