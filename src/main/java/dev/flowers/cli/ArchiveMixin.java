package dev.flowers.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code predict} for archives: answers go into a file. */
final class ArchiveMixin {
  @Option(
      names = "--files-from",
      paramLabel = "LIST",
      description =
          "With --jsonl OUT or --csv OUT: name the photos of this list, a path a line; - for standard"
              + " input.")
  Optional<Path> list = Optional.empty();

  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description =
          "With --jsonl OUT or --csv OUT: keep the photos' embeddings in this TFRecord, and take those"
              + " that are in it already. If all are, no trunk is opened.")
  Optional<Path> cache = Optional.empty();

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "With --jsonl OUT or --csv OUT: instead of photos, name the embeddings of this TFRecord,"
              + " directory or pattern of shards, or --cache.")
  Optional<Path> embeddings = Optional.empty();

  /** Which of them are given. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    list.ifPresent(path -> given.add("--files-from"));
    cache.ifPresent(path -> given.add("--cache"));
    embeddings.ifPresent(path -> given.add("--embeddings"));
    return given;
  }
}
