package dev.flowers;

import dev.flowers.dataset.painted.PaintedFlowers;
import dev.flowers.storage.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Painted photos for tests. Painting takes longest of most of what a test does: a process paints a
 * photo once, and copies it from then on.
 */
public final class PaintedPhotos {
  private static final Path PAINTED = temporary();

  private PaintedPhotos() {}

  /** Fills a folder as {@link PaintedFlowers#paint} would; returns it. */
  public static synchronized Path paint(Path folder, int perClass, long seed) throws IOException {
    Path painted = PAINTED.resolve(String.valueOf(seed));
    new PaintedFlowers(perClass, seed).paint(painted, count -> {});
    try (DirectoryStream<Path> classes = Files.newDirectoryStream(painted)) {
      for (Path from : classes) {
        copy(from, Files.createDirectories(folder.resolve(from.getFileName())), perClass);
      }
    }
    return folder;
  }

  private static void copy(Path from, Path to, int perClass) throws IOException {
    for (int number = 1; number <= perClass; number++) {
      String name = String.format(Locale.ROOT, "%s-%04d.jpg", from.getFileName(), number);
      if (!Files.exists(to.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    }
  }

  private static Path temporary() {
    try {
      Path directory = Files.createTempDirectory("painted");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try {
      FileTree.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
