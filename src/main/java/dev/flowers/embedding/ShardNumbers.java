package dev.flowers.embedding;

import dev.flowers.storage.InvalidInputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks by the file names that a set of shards is complete and has each shard once: {@code
 * part-00003-of-00020.tfrecord} is one of twenty, from 0.
 */
final class ShardNumbers {
  private static final Pattern COMPRESSED =
      Pattern.compile("\\.(gz|gzip|zlib|z)$", Pattern.CASE_INSENSITIVE);
  // Nine digits at most: more are no count of files.
  private static final Pattern NUMBERED = Pattern.compile("(.*-)?(\\d{1,9})-of-(\\d{1,9})(.*)");

  private ShardNumbers() {}

  /** The shards of one writing that were found, by their numbers. */
  private record Series(int count, Path first, TreeMap<Integer, Path> found) {}

  /**
   * Checks the names.
   *
   * @throws InvalidInputException if a file is there twice, also as a compressed one, or a shard is
   *     missing; the message names it
   */
  static void check(List<Path> files) throws InvalidInputException {
    Map<Path, Path> once = new HashMap<>();
    Map<Path, Series> series = new HashMap<>();
    for (Path file : files) {
      String name = COMPRESSED.matcher(String.valueOf(file.getFileName())).replaceFirst("");
      Path place = file.toAbsolutePath().normalize();
      Path other = once.putIfAbsent(place.resolveSibling(name), file);
      if (other != null) {
        throw new InvalidInputException(
            file + ": found " + other + " besides, expected each shard once");
      }
      Matcher numbered = NUMBERED.matcher(name);
      if (numbered.matches()) {
        String prefix = numbered.group(1) == null ? "" : numbered.group(1);
        add(
            file,
            Integer.parseInt(numbered.group(2)),
            Integer.parseInt(numbered.group(3)),
            series,
            place.resolveSibling(prefix + "N-of-N" + numbered.group(4)));
      }
    }
    for (Series shards : series.values()) {
      checkComplete(shards);
    }
  }

  private static void add(
      Path file, int number, int count, Map<Path, Series> series, Path seriesName)
      throws InvalidInputException {
    if (number >= count) {
      throw new InvalidInputException(
          file + ": found shard " + number + " of " + count + ", expected 0 to " + (count - 1));
    }
    Series known =
        series.computeIfAbsent(seriesName, name -> new Series(count, file, new TreeMap<>()));
    if (known.count != count) {
      throw new InvalidInputException(
          file
              + ": found a shard of "
              + count
              + " beside "
              + known.first
              + ", one of "
              + known.count
              + ", expected those of one writing");
    }
    Path other = known.found.putIfAbsent(number, file);
    if (other != null) {
      throw new InvalidInputException(
          file + ": found " + other + " besides, expected each shard once");
    }
  }

  private static void checkComplete(Series shards) throws InvalidInputException {
    int missing = 0;
    while (shards.found.containsKey(missing)) {
      missing++;
    }
    if (missing < shards.count) {
      throw new InvalidInputException(
          missing(shards.first, missing)
              + ": found no such shard, but "
              + shards.found.size()
              + " of "
              + shards.count
              + ", expected all of them");
    }
  }

  /** Names a shard after one that is there. */
  private static Path missing(Path known, int number) {
    String name = String.valueOf(known.getFileName());
    Matcher numbered = NUMBERED.matcher(name);
    if (!numbered.matches()) {
      throw new IllegalStateException(known + " has no number");
    }
    String digits = String.valueOf(number);
    String zeros = "0".repeat(Math.max(0, numbered.group(2).length() - digits.length()));
    return known.resolveSibling(
        name.substring(0, numbered.start(2)) + zeros + digits + name.substring(numbered.end(2)));
  }
}
