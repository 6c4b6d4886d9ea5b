package dev.flowers.cleanup;

import dev.flowers.storage.AtomicDirectory;
import dev.flowers.storage.LockedFile;
import dev.flowers.storage.WriteLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs were writing that never came to its end.
 *
 * @param directories where they write
 */
record UnfinishedFiles(List<Path> directories) {
  private static final String PARTIAL = ".partial";

  /** Files that belong together, why nobody needs them, and who uses them all the same. */
  record Unfinished(List<Path> files, String reason, String use) {}

  List<Unfinished> find() throws IOException {
    List<Unfinished> found = new ArrayList<>();
    for (Path directory : directories) {
      List<Path> children = LeftoverSearch.children(directory);
      for (Path child : children) {
        String name = child.getFileName().toString();
        Optional<Duration> age = age(child);
        if (age.isEmpty() || age.get().compareTo(HomeCleaning.UNFINISHED) < 0) {
          continue;
        }
        String reason = "a killed run's, " + age.get().toDays() + " d old";
        if (name.startsWith(".") && name.contains(AtomicDirectory.PARTIAL)) {
          found.add(new Unfinished(List.of(child), reason, use(child)));
        } else if (name.endsWith(PARTIAL) && !name.startsWith(".")) {
          List<Path> files = new ArrayList<>(List.of(child));
          children.stream()
              .filter(other -> other.getFileName().toString().startsWith(name + "."))
              .forEach(files::add);
          found.add(new Unfinished(files, reason, use(child)));
        }
      }
    }
    return found;
  }

  private static Optional<Duration> age(Path file) {
    try {
      return Optional.of(
          Duration.between(
              Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant(),
              Instant.now()));
    } catch (IOException e) {
      return Optional.empty(); // gone meanwhile, and if not, no business of ours
    }
  }

  private static String use(Path file) throws IOException {
    try {
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Optional<WriteLock> lock = WriteLock.tryTake(file.resolveSibling(target(file)));
        if (lock.isPresent()) {
          lock.get().close();
        }
        return lock.isPresent() ? "" : LeftoverSearch.IN_USE;
      }
      Optional<LockedFile> lock = LockedFile.tryOpen(file, StandardOpenOption.WRITE);
      if (lock.isPresent()) {
        lock.get().close();
      }
      return lock.isPresent() ? "" : LeftoverSearch.IN_USE;
    } catch (NoSuchFileException gone) {
      return "";
    }
  }

  /** Of {@code .name.partial-new} or {@code name.partial} the name. */
  private static String target(Path partial) {
    String name = partial.getFileName().toString();
    int end = name.lastIndexOf(PARTIAL);
    return name.startsWith(".") ? name.substring(1, end) : name.substring(0, end);
  }
}
