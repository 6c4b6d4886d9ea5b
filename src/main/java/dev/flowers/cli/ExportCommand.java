package dev.flowers.cli;

import dev.flowers.trunk.ExportFormat;
import dev.flowers.storage.Home;
import dev.flowers.training.Stopwatch;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.ModelExport;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers export}. */
@Command(
    name = "export",
    header = "Export a model as a self-contained TensorFlow SavedModel or ONNX file.",
    description = {
      "",
      "DJL, TensorFlow Serving and Python's tf.saved_model.load open a SavedModel without this"
          + " program. It has a signature for decoded photos and one for the bytes of image files:"
          + " cropping and scaling are in the graph. ONNX Runtime opens an ONNX file; what is done to"
          + " photos before it is in preprocessor_config.json.",
      ""
    })
final class ExportCommand extends Subcommand {
  @Mixin HomeOption home;
  @Mixin ModelOption model;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "A new or an empty directory, or an earlier export, which is replaced.")
  Path target;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "savedmodel or onnx. Default: savedmodel for a trunk on TensorFlow, onnx for an ONNX trunk.")
  Optional<ExportFormat> format = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Home directory = home.home();
    PublishedModel published = new ModelRepository(directory).find(model.reference);
    Stopwatch watch = new Stopwatch();
    long bytes = ModelExport.write(published, new TrunkStore(directory.trunk()), format, target);
    terminal()
        .say(
            "export    %s: %d MB in %s → %s",
            published.reference(), Math.round(bytes / 1e6), watch.seconds(), target);
    return 0;
  }
}
