package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.dataset.painted.PaintedFlowers;
import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.SeededVgg16;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * The whole road in miniature, for the launcher: it records the classes that are loaded meanwhile,
 * so that later starts find them ready.
 */
@Command(name = "warm-up", hidden = true, header = "Load what the other commands need.")
final class WarmUpCommand implements Callable<Integer> {
  private static final String MODEL = "warm-up";

  private final Terminal silent;

  WarmUpCommand(Terminal terminal) {
    silent =
        new Terminal(
            terminal.in(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            terminal.err(),
            false);
  }

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("flowers-warm-up");
    try {
      Home home = new Home(directory);
      Steps steps = new Steps(silent, home);
      Path photos = new PaintedFlowers(8, 1).paint(home.photos().resolve("painted"), count -> {});
      Path npy = home.weights().resolve("small.npy");
      new SeededVgg16(1, 64).write(npy, bytes -> {});
      ConvertedTrunk trunk = steps.convert(npy);
      Path tfrecord = steps.embeddings(photos, trunk, Augmentation.NONE);
      steps.embed(photos, trunk, tfrecord, Augmentation.NONE);
      // Everything to train on: of eight photos a class might else have none.
      Split all = new Split(100, 0, 0, 0);
      try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
        steps.train(
            file, "", all, HeadOptions.builder().optHidden(8).optEpochs(1).build(), MODEL, "");
      }
      Path photo = photos.resolve("daisy").resolve("daisy-0001.jpg");
      for (String format : List.of("--top=5", "--json", "--csv")) {
        Main.run(
            silent,
            "predict",
            "--home",
            home.root().toString(),
            "--model",
            MODEL,
            format,
            photo.toString());
      }
      return 0;
    } finally {
      FileTree.delete(directory);
    }
  }
}
