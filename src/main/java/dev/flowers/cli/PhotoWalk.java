package dev.flowers.cli;

import dev.flowers.storage.FileErrors;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All files in a folder and the folders in it, but hidden ones. What cannot be read is passed. */
final class PhotoWalk extends SimpleFileVisitor<Path> {
  private final List<Path> photos = new ArrayList<>();
  private final Map<Path, String> faults = new TreeMap<>();

  private PhotoWalk() {}

  /** Walks through a folder; links in it are looked at, links to folders not followed. */
  static PhotoWalk through(Path folder) throws IOException {
    PhotoWalk walk = new PhotoWalk();
    Files.walkFileTree(folder, walk);
    Collections.sort(walk.photos);
    return walk;
  }

  /** The files, sorted. */
  List<Path> photos() {
    return photos;
  }

  /** What could not be looked at, and why: the message names it. */
  Map<Path, String> faults() {
    return faults;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (Files.isRegularFile(file) && !String.valueOf(file.getFileName()).startsWith(".")) {
      photos.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    faults.put(file, FileErrors.message(failure));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
    if (failure != null) { // its listing broke off
      faults.put(folder, FileErrors.message(failure));
    }
    return FileVisitResult.CONTINUE;
  }
}
