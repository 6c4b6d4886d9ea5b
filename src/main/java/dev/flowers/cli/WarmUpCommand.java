package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.dataset.painted.PaintedFlowers;
import dev.flowers.head.HeadOptions;
import dev.flowers.serving.FlowerServer;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.training.TrainingPipeline;
import dev.flowers.trunk.store.StandIn;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * Runs the whole pipeline on tiny data. The launcher records the classes that are loaded meanwhile
 * in a class-data archive, which makes later starts faster.
 */
@Command(name = "warm-up", hidden = true, header = "Load what the other commands need.")
final class WarmUpCommand extends Subcommand {
  private static final String MODEL = "warm-up";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal silent =
        new Terminal(
            terminal().in(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            terminal().err(),
            false);
    Path directory = Files.createTempDirectory("flowers-warm-up");
    try (PipelineOutput output = new PipelineOutput(silent)) {
      Home home = new Home(directory);
      Path photos = new PaintedFlowers(8, 1).paint(home.photos().resolve("painted"), count -> {});
      Path npy = home.weights().resolve("small.npy");
      StandIn.SMALL.write(npy, bytes -> {});
      TrainingPipeline.builder()
          .optHome(home)
          .setPhotos(photos)
          .optTrunk(npy)
          // Everything to train on: of eight photos a class might else have none.
          .optSplit(new Split(100, 0, 0, 0))
          .optHeadOptions(HeadOptions.builder().optHidden(8).optEpochs(1).build())
          .optName(MODEL)
          .optListener(output)
          .build()
          .run();
      Path photo = photos.resolve("daisy").resolve("daisy-0001.jpg");
      for (String format : List.of("--top=5", "--json", "--csv")) {
        FlowersCommand.run(
            silent,
            "predict",
            "--home",
            home.root().toString(),
            "--model",
            MODEL,
            format,
            photo.toString());
      }
      serve(home, photo);
      return 0;
    } finally {
      FileTree.delete(directory);
    }
  }

  private static void serve(Home home, Path photo) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    try (FlowerServer server =
        FlowerServer.builder().optHome(home).addModel(MODEL).optPort(0).start()) {
      URI address = server.address();
      for (HttpRequest request :
          List.of(
              HttpRequest.newBuilder(address.resolve("/predictions/" + MODEL))
                  .POST(BodyPublishers.ofFile(photo))
                  .build(),
              HttpRequest.newBuilder(address.resolve("/metrics")).build(),
              HttpRequest.newBuilder(address.resolve("/")).build())) {
        client.send(request, BodyHandlers.discarding());
      }
    }
  }
}
