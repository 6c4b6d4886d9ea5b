package dev.flowers.cli;

import dev.flowers.serving.FlowerServer;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers serve}. */
@Command(
    name = "serve",
    header = "Classify photos over HTTP.",
    description = {
      "",
      "Answers as DJL Serving, TensorFlow Serving and the Open Inference Protocol do, until it is"
          + " interrupted; requests that were accepted are answered before it ends.",
      ""
    })
final class ServeCommand extends Subcommand {
  private static final int PORTS = 65535;

  @Mixin HomeOption home;

  @Option(
      names = "--model",
      paramLabel = "NAME[:VERSION]",
      description =
          "A model to serve, may be repeated; without a version its current one, also one that is"
              + " promoted later. Of several versions of a name the first answers requests that ask"
              + " for none. Default: ${DEFAULT-VALUE}.")
  List<String> models = List.of(ModelRepository.DEFAULT_NAME);

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Listen at this address; 0.0.0.0 is open to the network. Default: ${DEFAULT-VALUE}.")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Listen at this port; 0 is any free one. Default: ${DEFAULT-VALUE}.")
  int port = 8080;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Answer only requests with a bearer token of this file, which has one a line; health and"
              + " the page stay open.")
  Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--cors-origin",
      paramLabel = "ORIGIN",
      description =
          "Let web pages of this origin, such as https://garden.example, read the answers; may be"
              + " repeated.")
  List<String> origins = List.of();

  @Mixin PrecisionOption precision;
  @Mixin ServingMixin limits;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > PORTS) {
      throw usage("--port: found " + port + ", expected 0 to " + PORTS);
    }
    FlowerServer.Builder builder =
        FlowerServer.builder()
            .optHome(home.home())
            .optHost(host)
            .optPort(port)
            .optOptions(valid(limits::options));
    models.forEach(model -> valid(() -> builder.addModel(model)));
    tokenFile.ifPresent(builder::optTokenFile);
    precision.asked().ifPresent(builder::optPrecision);
    origins.forEach(origin -> valid(() -> builder.addCorsOrigin(origin)));
    try (FlowerServer server = builder.start()) {
      // SIGTERM and SIGINT arrive as the JVM's shutdown, whose own exit code would be 143.
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.close();
                    Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
                  }));
      terminal().result("%s", server.address());
      terminal().out().flush();
      new CountDownLatch(1).await();
      return CommandLine.ExitCode.OK;
    }
  }
}
