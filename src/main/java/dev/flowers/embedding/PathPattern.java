package dev.flowers.embedding;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Paths with wildcards, as users of TensorFlow write them: {@code *}, {@code ?} and {@code [a-z]}
 * in any part of the path, and <code>{a,b}</code> across parts, as in shells.
 */
final class PathPattern {
  private static final String WILDCARDS = "*?[";

  private PathPattern() {}

  /** Says whether a text has anything that stands for something else. */
  static boolean isPattern(String text) {
    return hasWildcard(text) || text.indexOf('{') >= 0;
  }

  /**
   * Finds what matches: of each alternative in braces in its order, else sorted by name. An
   * alternative without wildcards is there even if there is no such file.
   *
   * @throws InvalidInputException if it is no pattern, such as one with an open bracket
   * @throws IOException if a directory cannot be listed
   */
  static List<Path> matches(Path pattern) throws IOException {
    List<Path> matches = new ArrayList<>();
    for (String alternative : alternatives(pattern.toString())) {
      Path path = pattern.getFileSystem().getPath(alternative);
      if (Files.exists(path) || !hasWildcard(alternative)) {
        matches.add(path);
      } else {
        matches.addAll(glob(path));
      }
    }
    return matches;
  }

  /**
   * Returns a pattern that means the given paths, in their order.
   *
   * @throws InvalidInputException if there is none, as for a name with a comma
   */
  static Path of(List<Path> paths) throws InvalidInputException {
    Optional<Path> parent = Optional.ofNullable(paths.get(0).getParent());
    boolean siblings =
        paths.stream().allMatch(path -> Optional.ofNullable(path.getParent()).equals(parent));
    List<Path> all =
        siblings ? paths : paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    Path base = common(all);
    String names =
        all.stream()
            .map(path -> base.relativize(path).toString())
            .collect(Collectors.joining(",", "{", "}"));
    Path pattern = base.resolve(names);
    List<String> meant = new ArrayList<>();
    for (Path path : all) {
      String text = path.toString();
      meant.addAll(Files.exists(path) ? List.of(text) : alternatives(text));
    }
    if (!alternatives(pattern.toString()).equals(meant)) {
      throw new InvalidInputException(
          pattern
              + ": found a comma or brace in a name of several, expected a folder, or names without them");
    }
    return pattern;
  }

  /** Returns the deepest directory that all paths are in. */
  private static Path common(List<Path> paths) throws InvalidInputException {
    Path first = paths.get(0);
    for (Path base = first.getParent(); base != null; base = base.getParent()) {
      if (paths.stream().allMatch(base::equals)) {
        continue;
      }
      Path candidate = base;
      if (paths.stream().allMatch(path -> path.startsWith(candidate) && !path.equals(candidate))) {
        return base;
      }
    }
    if (!first.isAbsolute()) {
      return first.getFileSystem().getPath("");
    }
    throw new InvalidInputException(
        first + ": found paths on several drives, expected paths on one");
  }

  /** Writes out the first pair of braces, and then the others. */
  private static List<String> alternatives(String text) {
    int open = text.indexOf('{');
    int close = open < 0 ? -1 : closing(text, open);
    if (close < 0) {
      return List.of(text);
    }
    List<String> all = new ArrayList<>();
    int from = open + 1;
    int depth = 0;
    for (int at = from; at <= close; at++) {
      char c = text.charAt(at);
      if (at == close || (c == ',' && depth == 0)) {
        all.addAll(
            alternatives(
                text.substring(0, open) + text.substring(from, at) + text.substring(close + 1)));
        from = at + 1;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      }
    }
    return all;
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int at = open; at < text.length(); at++) {
      if (text.charAt(at) == '{') {
        depth++;
      } else if (text.charAt(at) == '}' && --depth == 0) {
        return at;
      }
    }
    return -1;
  }

  private static List<Path> glob(Path pattern) throws IOException {
    Path root = pattern.getRoot();
    List<Path> matches = List.of(root == null ? pattern.getFileSystem().getPath("") : root);
    for (Path part : pattern) {
      List<Path> deeper = new ArrayList<>();
      for (Path base : matches) {
        if (hasWildcard(part.toString())) {
          deeper.addAll(children(base, part.toString(), pattern));
        } else if (Files.exists(base.resolve(part))) {
          deeper.add(base.resolve(part));
        }
      }
      matches = deeper;
    }
    return matches;
  }

  private static List<Path> children(Path directory, String glob, Path pattern) throws IOException {
    List<Path> children = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return children;
    }
    PathMatcher matcher;
    try {
      // TensorFlow has ^ for "none of these", Java has !.
      matcher = directory.getFileSystem().getPathMatcher("glob:" + glob.replace("[^", "[!"));
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(
          pattern
              + ": found no pattern ("
              + e.getDescription()
              + "), expected a file, a folder or a pattern");
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path child : stream) {
        Path name = child.getFileName();
        boolean hidden = name.toString().startsWith(".") && !glob.startsWith(".");
        if (matcher.matches(name) && !hidden) {
          children.add(child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(Path::toString));
    return children;
  }

  private static boolean hasWildcard(String text) {
    return text.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
  }
}
