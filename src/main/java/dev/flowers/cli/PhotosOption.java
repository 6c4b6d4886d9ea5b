package dev.flowers.cli;

import dev.flowers.embedding.SkippedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The {@code --photos} and {@code --strict} options. */
final class PhotosOption {
  @Option(
      names = "--photos",
      paramLabel = "DIR",
      description =
          "A folder with a sub-folder of photos for each class, or with such folders in train/, val/"
              + " and test/. Without it: the public flower photos, which are downloaded if they are"
              + " not in the home (229 MB).")
  Optional<Path> directory = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "A table of photos and labels instead of class folders: CSV with a header and the columns"
              + " path,label and perhaps split (train, validation, test). Paths are relative to the"
              + " table's folder; what is not there is looked for in --photos.")
  Optional<Path> labels = Optional.empty();

  @Option(
      names = "--strict",
      description = "Exit with 1 if a photo could not be read; else it is counted and skipped.")
  boolean strict;

  /** 1 if a photo was skipped and the user asked for it to count as a failure, else 0. */
  int exitCode(List<SkippedFile> skipped) {
    return strict && !skipped.isEmpty() ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
