package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.FlowerClassifier;
import dev.flowers.cleanup.DemoFiles;
import dev.flowers.dataset.painted.PaintedFlowers;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.training.Stopwatch;
import dev.flowers.training.TrainingPipeline;
import dev.flowers.trunk.store.StandIn;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowers demo}. */
@Command(
    name = "demo",
    header = "Run the whole pipeline on a painted sample; nothing is downloaded.",
    description = {
      "",
      "Paints pictures of five kinds of flowers, writes random VGG16 weights of full size as a"
          + " stand-in for the public ones, and runs convert, embed, train, evaluate and predict on"
          + " them. The result is published as flowers-demo. Its accuracy says nothing about the real"
          + " weights on real photos.",
      ""
    })
final class DemoCommand extends Subcommand {
  @Mixin HomeOption home;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = terminal();
    Stopwatch watch = new Stopwatch();
    Home directory = home.home();
    terminal.say("The demo works in %s.%n", directory.root());
    try (HomeLock lock = HomeLock.take(directory);
        PipelineOutput output = new PipelineOutput(terminal)) {
      Path photos = paint(terminal, directory.photos().resolve(DemoFiles.PHOTOS));
      PublishedModel model =
          TrainingPipeline.builder()
              .optHome(directory)
              .setPhotos(photos)
              .optTrunk(standIn(terminal, directory.weights().resolve(StandIn.FILE_NAME)))
              .optName(DemoFiles.MODEL)
              .optNote("a demo: painted photos, and a trunk of random weights")
              .optListener(output)
              .build()
              .run()
              .model();
      predict(terminal, directory, model, photos);
    }
    terminal.say(
        "%nDone in %s. Everything was made on this machine: painted photos, and random weights as a"
            + " stand-in%nfor the public vgg16.npy. With real photos: flowers train --photos DIR"
            + " --trunk vgg16.npy",
        watch.seconds());
    return 0;
  }

  private static Path paint(Terminal terminal, Path folder) throws IOException {
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

  private static Path standIn(Terminal terminal, Path npy) throws IOException {
    if (Files.exists(npy)) {
      terminal.say("weights   the stand-in is there already: %s", npy);
      return npy;
    }
    Stopwatch watch = new Stopwatch();
    Progress progress = terminal.progress(" MB", 1_000_000);
    progress.reset("writing weights", StandIn.FULL_SIZE.bytes());
    try {
      StandIn.FULL_SIZE.write(npy, progress::update);
    } finally {
      progress.end();
    }
    terminal.say(
        "weights   a stand-in for vgg16.npy, of its size and format but random, in %s → %s",
        watch.seconds(), npy);
    return npy;
  }

  private static void predict(Terminal terminal, Home directory, PublishedModel model, Path photos)
      throws IOException {
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
