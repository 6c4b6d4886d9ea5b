package dev.flowers.cli;

import dev.flowers.download.PublicFiles;
import dev.flowers.embedding.Embedder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which photos. */
final class PhotosOption {
  @Option(
      names = "--photos",
      paramLabel = "DIR",
      description =
          "A folder with a sub-folder of photos for each class; without it the public flower photos,"
              + " which are fetched if they are not in the home.")
  @Nullable Path directory;

  @Option(
      names = "--strict",
      description = "Exit with 1 if a photo could not be read; else it is counted and skipped.")
  boolean strict;

  /** 1 if a photo was skipped and that is not to be passed over, else 0. */
  int exitCode(Embedder.Result result) {
    return strict && !result.skipped().isEmpty() ? 1 : 0;
  }

  /** The folder; fetches the public photos if none was named. */
  Path in(Steps steps) throws IOException {
    return directory == null ? steps.downloadPhotos(PublicFiles.flowerPhotos()) : directory;
  }
}
