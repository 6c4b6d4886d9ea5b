package dev.flowers.embedding;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files that a path, a pattern or a list means.
 *
 * @param name what they are called together: a path which, {@linkplain #of(Path) looked up} again,
 *     gives the same files
 * @param files the files, in the order in which their records are numbered
 */
record Shards(Path name, List<Path> files) {
  // a.tfrecord, part-00003-of-00020.tfrecord, a.tfrecord-00003-of-00020, each also compressed.
  private static final Pattern SHARD =
      Pattern.compile(
          ".+\\.tfrecords?(-\\d+-of-\\d+)?(\\.(gz|gzip|zlib|z))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNFINISHED =
      Pattern.compile(SHARD.pattern() + "\\.partial", Pattern.CASE_INSENSITIVE);
  private static final Comparator<Path> BY_NAME = Comparator.comparing(Path::toString);

  Shards {
    files = List.copyOf(files);
  }

  /**
   * Finds the files of one path: a file; a directory, whose {@code *.tfrecord*} files are taken; or
   * a pattern with {@code *}, {@code ?}, {@code [a-z]} or <code>{a,b}</code>. What exists is no
   * pattern.
   *
   * @throws NoSuchFileException if there is no such file, or none that the pattern matches
   * @throws InvalidInputException if a directory has no such file or an unfinished one, or a shard
   *     is missing or there twice
   * @throws IOException if a directory cannot be listed
   */
  static Shards of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      List<Path> files = inDirectory(path);
      ShardNumbers.check(files);
      return new Shards(path, files);
    }
    if (Files.exists(path) || !PathPattern.isPattern(path.toString())) {
      // What is missing is said when it is opened. One shard that is named alone is meant alone.
      return new Shards(path, List.of(path));
    }
    Set<Path> files = new LinkedHashSet<>();
    for (Path match : PathPattern.matches(path)) {
      files.addAll(Files.isDirectory(match) ? inDirectory(match) : List.of(match));
    }
    List<Path> shards = files.stream().filter(file -> !accompanies(file, files)).toList();
    if (shards.isEmpty()) {
      throw new NoSuchFileException(path.toString(), null, "no file matches this pattern");
    }
    ShardNumbers.check(shards);
    return new Shards(path, shards);
  }

  /**
   * Finds the files of several paths, in their order.
   *
   * @throws IllegalArgumentException if there is no path
   * @throws IOException as {@link #of(Path)}
   */
  static Shards of(List<Path> paths) throws IOException {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("no path, expected at least one TFRecord");
    }
    if (paths.size() == 1) {
      return of(paths.get(0));
    }
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      files.addAll(of(path).files());
    }
    ShardNumbers.check(files);
    return new Shards(PathPattern.of(paths), files);
  }

  private static List<Path> inDirectory(Path directory) throws IOException {
    List<Path> shards = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        // Hadoop's own files, such as _SUCCESS and .part-0.crc.
        if (name.startsWith(".") || name.startsWith("_")) {
          continue;
        }
        if (UNFINISHED.matcher(name).matches()) {
          throw new InvalidInputException(
              child + ": found a file that was not completed, expected complete shards alone");
        }
        if (SHARD.matcher(name).matches() && !Files.isDirectory(child)) {
          shards.add(child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (shards.isEmpty()) {
      throw new InvalidInputException(
          directory
              + ": found a folder without TFRecords, expected files named *.tfrecord or *.tfrecord.gz");
    }
    shards.sort(BY_NAME);
    return shards;
  }

  /** Whether a pattern matched a file only because it is named after a TFRecord. */
  private static boolean accompanies(Path file, Set<Path> files) {
    String name = String.valueOf(file.getFileName());
    for (String suffix : List.of(".json", ".skipped.csv")) {
      if (name.endsWith(suffix)
          && files.contains(
              file.resolveSibling(name.substring(0, name.length() - suffix.length())))) {
        return true;
      }
    }
    return false;
  }
}
