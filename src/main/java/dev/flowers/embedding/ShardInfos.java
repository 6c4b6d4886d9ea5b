package dev.flowers.embedding;

import dev.flowers.dataset.ClassNames;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.StaleFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON descriptions beside the shards, which must have the same trunk and classes.
 *
 * @param jsons the JSON of each file; empty if no file has one
 * @param infos what they say, in the same order
 */
record ShardInfos(List<Path> jsons, List<EmbeddingsInfo> infos) {
  ShardInfos {
    jsons = List.copyOf(jsons);
    infos = List.copyOf(infos);
  }

  /**
   * Reads the JSONs of files.
   *
   * @throws InvalidInputException if only some files have one, or they do not belong together
   * @throws IOException if one cannot be read, or is of another version
   */
  static ShardInfos read(List<Path> files) throws IOException {
    List<Path> jsons = files.stream().map(EmbeddingsInfo::beside).filter(Files::exists).toList();
    List<EmbeddingsInfo> infos = new ArrayList<>();
    for (Path json : jsons) {
      infos.add(EmbeddingsInfo.read(json));
    }
    if (!jsons.isEmpty() && jsons.size() < files.size()) {
      Path without =
          files.stream()
              .filter(file -> !jsons.contains(EmbeddingsInfo.beside(file)))
              .findFirst()
              .orElseThrow();
      throw new InvalidInputException(
          without
              + ": found no JSON beside it, but "
              + jsons.get(0)
              + ", expected one beside each file, or beside none");
    }
    for (int i = 1; i < infos.size(); i++) {
      same(jsons, i, "classes", infos.get(i).classes(), infos.get(0).classes());
      same(jsons, i, "trunk", infos.get(i).trunk(), infos.get(0).trunk());
      same(jsons, i, "width", infos.get(i).width(), infos.get(0).width());
    }
    return new ShardInfos(jsons, infos);
  }

  private static void same(List<Path> jsons, int at, String what, Object found, Object expected)
      throws InvalidInputException {
    if (!found.equals(expected)) {
      throw new InvalidInputException(
          jsons.get(at)
              + ": found "
              + what
              + " "
              + found
              + ", expected "
              + expected
              + ", as "
              + jsons.get(0)
              + " says");
    }
  }

  boolean isEmpty() {
    return infos.isEmpty();
  }

  List<String> classes() {
    return infos.get(0).classes();
  }

  String trunk() {
    return infos.get(0).trunk();
  }

  int width() {
    return infos.get(0).width();
  }

  /** As {@link RecordScan.LabelCheck}. */
  String expectedLabel(int label, String className) {
    List<String> classes = classes();
    if (label >= classes.size()) {
      return "a label below " + classes.size() + ", as " + jsons.get(0) + " says";
    }
    return className.isEmpty() || className.equals(classes.get(label))
        ? ""
        : "class " + ClassNames.quoted(classes.get(label)) + ", as " + jsons.get(0) + " says";
  }

  /**
   * Compares what was found in the files with what is said of it.
   *
   * @throws StaleFileException if a JSON describes another file
   */
  void check(RecordTable table) throws StaleFileException {
    for (int file = 0; file < infos.size(); file++) {
      EmbeddingsInfo info = infos.get(file);
      String fingerprint = table.fingerprint(file);
      if (table.size(file) != info.count() || !fingerprint.equals(info.fingerprint())) {
        throw new StaleFileException(
            jsons.get(file),
            ("found " + info.count() + " records with fingerprint " + info.fingerprint())
                + (", expected the " + table.size(file) + " with " + fingerprint)
                + (" that " + table.file(file) + " holds: embed again"));
      }
    }
  }
}
