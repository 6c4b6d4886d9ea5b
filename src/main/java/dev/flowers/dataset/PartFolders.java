package dev.flowers.dataset;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A data set that is split already: {@code train/daisy/1.jpg}, {@code val/daisy/2.jpg}, {@code
 * test/daisy/3.jpg}.
 */
final class PartFolders {
  private PartFolders() {}

  /** Returns the folders of parts; empty where a folder is anything else, such as of a class. */
  static Map<Path, Split.Part> in(Path root) throws IOException {
    Map<Path, Split.Part> folders = new LinkedHashMap<>();
    for (Path child : PhotoWalk.children(root)) {
      if (PhotoFolder.isClassFolder(child)) {
        Optional<Split.Part> part = Split.Part.named(child.getFileName().toString());
        // A class of photos of trains has files, no folders.
        if (part.isEmpty() || !PhotoFolder.hasFolders(child)) {
          return Map.of();
        }
        folders.put(child, part.get());
      }
    }
    // One of several alone is more probably a mistake: the message says which folder to pass.
    return folders.containsValue(Split.Part.TRAIN) && folders.size() > 1 ? folders : Map.of();
  }

  static PhotoFolder list(Path root, Map<Path, Split.Part> folders) throws IOException {
    List<PhotoFolder.UnusedFile> unused = new ArrayList<>();
    PhotoFolder.noteOthers(root, unused);
    TreeSet<String> classes = new TreeSet<>();
    for (Path folder : folders.keySet()) {
      classes.addAll(PhotoFolder.classFolders(folder, unused));
    }
    List<String> names = List.copyOf(classes);
    if (names.size() < 2) {
      throw new InvalidInputException(
          root + ": found one class alone, " + names.get(0) + ", expected two classes or more");
    }
    List<Photo> photos = new ArrayList<>();
    for (Map.Entry<Path, Split.Part> folder : folders.entrySet()) {
      for (int label = 0; label < names.size(); label++) {
        Path directory = folder.getKey().resolve(names.get(label));
        if (Files.isDirectory(directory)) {
          PhotoWalk walk = PhotoWalk.folder(directory);
          for (Path file : walk.files()) {
            photos.add(new Photo(file, label, Optional.of(folder.getValue())));
          }
          unused.addAll(walk.unused());
        }
      }
    }
    for (int label = 0; label < names.size(); label++) {
      int sought = label;
      if (photos.stream().noneMatch(photo -> photo.label() == sought)) {
        throw new InvalidInputException(
            root + ": found no file of class " + names.get(label) + ", expected at least one");
      }
    }
    photos.sort(PhotoFolder.ORDER);
    return new PhotoFolder(root, root, names, photos, unused);
  }
}
