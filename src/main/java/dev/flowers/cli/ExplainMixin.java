package dev.flowers.cli;

import dev.flowers.explanation.ExplanationPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code predict} that explain a prediction. */
final class ExplainMixin {
  private static final int NEAREST_IN_PICTURE = 5;
  private static final int NAMED = 3;

  @Option(
      names = "--explain",
      paramLabel = "PNG",
      description =
          "For one photo: write its occlusion sensitivity map to PNG, which shows how much the predicted"
              + " class's probability depends on each part of the photo. Takes 10"
              + " seconds to a minute.")
  @Nullable Path explain;

  @Option(
      names = "--nearest",
      paramLabel = "N",
      description =
          "List the N training photos whose embeddings are most similar to the photo's. Default: 5 with"
              + " --explain, else 0.")
  @Nullable Integer nearest;

  /** Whether the model is asked for more than the classes. */
  boolean asked() {
    return explain != null || neighbours() > 0;
  }

  int neighbours() {
    if (nearest != null) {
      return nearest;
    }
    return explain == null ? 0 : NEAREST_IN_PICTURE;
  }

  /** Refuses what cannot be done before anything is loaded. */
  void check(Subcommand command, List<Path> photos, boolean csv) throws IOException {
    if (nearest != null && nearest < 0) {
      throw command.usage("--nearest: found " + nearest + ", expected 0 or more");
    }
    if (nearest != null && nearest > 0 && csv) {
      throw command.usage("--nearest: found --csv, which has no column for it, expected --json");
    }
    if (explain != null) {
      checkPhotos(command, photos);
      checkPicture(command, explain);
      ExplanationPicture.checkFonts();
    }
  }

  private static void checkPhotos(Subcommand command, List<Path> photos) {
    if (photos.size() == 1 && !photos.contains(PredictCommand.STANDARD_INPUT)) {
      return;
    }
    String found =
        photos.contains(PredictCommand.STANDARD_INPUT)
            ? "standard input"
            : photos.size()
                + " photos: "
                + photos.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(", "))
                + (photos.size() > NAMED ? ", …" : "");
    throw command.usage("--explain: found " + found + ", expected one photo's file");
  }

  private static void checkPicture(Subcommand command, Path picture) throws NoSuchFileException {
    String name = String.valueOf(picture.getFileName());
    if (!name.toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw command.usage(
          "--explain: found " + picture + ", expected a file to write whose name ends in .png");
    }
    // It may be a photo: --explain in front of two of them takes the first for its own.
    if (Files.exists(picture)) {
      throw command.usage(
          "--explain: found that " + picture + " exists, expected the name of a new file");
    }
    Path folder = picture.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
  }
}
