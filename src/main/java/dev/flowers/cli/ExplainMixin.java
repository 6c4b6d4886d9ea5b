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

/** What {@code predict} tells beyond the classes. */
final class ExplainMixin {
  private static final int NEAREST_IN_PICTURE = 5;
  private static final int NAMED = 3;

  @Option(
      names = "--explain",
      paramLabel = "PNG",
      description =
          "For one photo: draw which parts of it the answer hangs on, by hiding them one after the"
              + " other, and write the picture to PNG. Takes 10 to 20 seconds.")
  @Nullable Path explain;

  @Option(
      names = "--nearest",
      paramLabel = "N",
      description =
          "Tell the N photos that the model was trained on which it finds most like the photo."
              + " Default: 5 with --explain, else 0.")
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
  void check(List<Path> photos, boolean csv) throws IOException {
    if (nearest != null && nearest < 0) {
      throw new WrongInputException("--nearest " + nearest + ": expected 0 or more");
    }
    if (nearest != null && nearest > 0 && csv) {
      throw new WrongInputException("--nearest with --csv: found no column for it; use --json");
    }
    if (explain != null) {
      checkPhotos(photos);
      checkPicture(explain);
      ExplanationPicture.checkFonts();
    }
  }

  private static void checkPhotos(List<Path> photos) throws WrongInputException {
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
    throw new WrongInputException("--explain: found " + found + ", expected one photo's file");
  }

  private static void checkPicture(Path picture) throws WrongInputException, NoSuchFileException {
    String name = String.valueOf(picture.getFileName());
    if (!name.toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new WrongInputException(
          "--explain " + picture + ": expected the name of a file to write that ends in .png");
    }
    // It may be a photo: --explain in front of two of them takes the first for its own.
    if (Files.exists(picture)) {
      throw new WrongInputException(
          "--explain " + picture + ": is there already, expected the name of a new file");
    }
    Path folder = picture.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
  }
}
