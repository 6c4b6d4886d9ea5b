package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.FlowerClassifier;
import dev.flowers.dataset.Split;
import dev.flowers.dataset.painted.PaintedFlowers;
import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.SeededVgg16;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowers demo}. */
@Command(
    name = "demo",
    header = "The whole road with nothing to download.",
    description = {
      "",
      "Paints pictures of five kinds of flowers, writes random VGG16 weights of full size as a"
          + " stand-in for the public ones, and runs convert, embed, train, evaluate and predict on"
          + " them. The result is published as flowers-demo. Its accuracy says nothing about the real"
          + " weights on real photos.",
      ""
    })
final class DemoCommand implements Callable<Integer> {
  private static final String NAME = "flowers-demo";
  private static final SeededVgg16 STAND_IN = new SeededVgg16(16, 1);

  private final Terminal terminal;

  @Mixin HomeOption home;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Stopwatch watch = new Stopwatch();
    Home directory = home.home();
    terminal.say("The demo works in %s.%n", directory.root());
    try (HomeLock lock = HomeLock.take(directory)) {
      Steps steps = new Steps(terminal, directory);
      Path photos = paint(directory.photos().resolve("painted_flowers"));
      Path weights = standIn(directory.weights().resolve("stand-in.npy"));
      ConvertedTrunk trunk = steps.convert(weights);
      Path tfrecord = steps.embeddings(photos, trunk, Augmentation.NONE);
      steps.embed(photos, trunk, tfrecord, Augmentation.NONE);
      PublishedModel model;
      try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
        model =
            steps.train(
                file,
                photos.toString(),
                Split.standard(),
                HeadOptions.defaults(),
                NAME,
                "a demo: painted photos, and a trunk of random weights");
      }
      predict(directory, model, photos);
    }
    terminal.say(
        "%nDone in %s. All of it was made on this machine: painted photos, and random weights that"
            + " stand in%nfor the public vgg16.npy. For real photos: flowers train --photos DIR"
            + " --weights vgg16.npy",
        watch.seconds());
    return 0;
  }

  private Path paint(Path folder) throws IOException {
    Stopwatch watch = new Stopwatch();
    PaintedFlowers sample = PaintedFlowers.sample();
    Progress progress = terminal.progress(" pictures", 1);
    progress.reset("painting", 5L * sample.perClass());
    try {
      sample.paint(folder, progress::update);
    } finally {
      progress.end();
    }
    terminal.say(
        "paint     %d pictures of each of five kinds of flowers in %s → %s",
        sample.perClass(), watch.seconds(), folder);
    return folder;
  }

  private Path standIn(Path npy) throws IOException {
    if (Files.exists(npy)) {
      terminal.say("weights   the stand-in is there: %s", npy);
      return npy;
    }
    Stopwatch watch = new Stopwatch();
    Progress progress = terminal.progress(" MB", 1_000_000);
    progress.reset("writing weights", STAND_IN.bytes());
    try {
      STAND_IN.write(npy, progress::update);
    } finally {
      progress.end();
    }
    terminal.say(
        "weights   a stand-in for vgg16.npy, of its size and form but random, in %s → %s",
        watch.seconds(), npy);
    return npy;
  }

  private void predict(Home directory, PublishedModel model, Path photos) throws IOException {
    terminal.say("%npredict   one picture of each kind:%n");
    try (FlowerClassifier classifier = FlowerClassifier.load(directory, model.reference());
        Answers answers = new TableAnswers(terminal, 2)) {
      for (String name : classifier.classes()) {
        Path photo = photos.resolve(name).resolve(name + "-0001.jpg");
        answers.print(classifier.classifyAll(List.of(photo)).get(0));
      }
    }
  }
}
