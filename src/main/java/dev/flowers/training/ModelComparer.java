package dev.flowers.training;

import dev.flowers.dataset.Photo;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.HeadInput;
import dev.flowers.head.EpochResult;
import dev.flowers.head.Provenance;
import dev.flowers.head.SeenPhotos;
import dev.flowers.head.TrainedHead;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import dev.flowers.training.ModelComparison.Fit;
import dev.flowers.training.PipelineListener.Stage;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Compares two models on photos that neither was fitted to. */
record ModelComparer(Home home, PipelineListener listener) {

  /**
   * Photos with their labels as they are now.
   *
   * @param file embeddings of the photos by the second model's trunk
   * @param folder the folder that its paths are in; empty if it is not known
   * @param groups the near copies among them
   */
  record Labelled(EmbeddingFile file, Optional<Path> folder, DuplicateGroups groups) {
    String path(int row) throws IOException {
      String path = file.path(row);
      return path.isEmpty() || folder.isEmpty() ? path : folder.get().resolve(path).toString();
    }
  }

  /**
   * Compares.
   *
   * @throws InvalidInputException if a model's trunk is not there, or the embeddings do not fit
   */
  ModelComparison compare(PublishedModel first, PublishedModel second, Labelled photos)
      throws IOException {
    TrainedHead firstHead = first.head();
    TrainedHead secondHead = second.head();
    SeenPhotos firstSeen = first.seen();
    HeadInput input = HeadInput.of(second.reference(), secondHead, photos.file());
    List<String> notes = new ArrayList<>(input.notes());
    int[] left = {0};
    List<Integer> rows = rows(photos, List.of(firstSeen, second.seen()), left);
    rows.removeIf(
        row -> {
          String label = label(photos.file(), secondHead, input, row);
          return !firstHead.classes().contains(label) || !secondHead.classes().contains(label);
        });
    boolean sameTrunk = sameTrunk(firstHead, photos.file());
    List<ComparedPhoto> compared;
    if (rows.isEmpty()) {
      compared = List.of();
    } else if (sameTrunk) {
      notes.addAll(HeadInput.of(first.reference(), firstHead, photos.file()).notes());
      compared = compared(photos, rows, firstHead, photos.file(), secondHead, input);
    } else {
      compared = behindAnotherTrunk(first, photos, rows, firstHead, secondHead, input, notes);
    }
    return new ModelComparison(
        first,
        second,
        photos.file().file().toString(),
        compared,
        without(firstHead.classes(), secondHead.classes()),
        without(secondHead.classes(), firstHead.classes()),
        left[0],
        sameTrunk
            ? fit(agreement(photos.file(), firstSeen, firstHead, secondHead, input), first, second)
            : Optional.empty(),
        notes.stream().distinct().toList());
  }

  private static Optional<Fit> fit(Fit.Count firstNow, PublishedModel first, PublishedModel second)
      throws IOException {
    if (firstNow.photos() == 0) {
      return Optional.empty();
    }
    ModelProvenance then = first.provenance();
    ModelProvenance now = second.provenance();
    return Optional.of(
        new Fit(fitted(then.head()), firstNow, fitted(now.head()), others(then), others(now)));
  }

  /** How many of the photos that the first was fitted to it has right by their labels now. */
  private static Fit.Count agreement(
      EmbeddingFile file, SeenPhotos seen, TrainedHead first, TrainedHead second, HeadInput input)
      throws IOException {
    int right = 0;
    int count = 0;
    for (int row : file.rowsById()) {
      String label = label(file, second, input, row);
      if (seen.contains(file.id(row)) && first.classes().contains(label)) {
        int found = TrainedHead.mostProbable(first.probabilities(file.values(row)));
        right += first.classes().get(found).equals(label) ? 1 : 0;
        count++;
      }
    }
    return new Fit.Count(right, count);
  }

  /** Photos that the best epoch was trained on or chosen by. */
  private static Fit.Count fitted(Provenance head) {
    EpochResult best = head.history().get(head.bestEpoch() - 1);
    return new Fit.Count(
        (int) Math.round(best.trainAccuracy() * head.trainCount()) + validated(head),
        head.trainCount() + head.validationCount());
  }

  private static int validated(Provenance head) {
    EpochResult best = head.history().get(head.bestEpoch() - 1);
    return (int) Math.round(best.validationAccuracy().orElse(0) * head.validationCount());
  }

  private static Fit.Count others(ModelProvenance model) {
    ModelProvenance.TestFigures test = model.test();
    return new Fit.Count(
        (int) Math.round(test.accuracy().orElse(0) * test.photos()) + validated(model.head()),
        test.photos() + model.head().validationCount());
  }

  /** The rows that neither saw, nor a near copy of them. */
  private static List<Integer> rows(Labelled photos, List<SeenPhotos> seen, int[] leftOut) {
    EmbeddingFile file = photos.file();
    int[] all = file.rowsById();
    Set<String> seenGroups = new HashSet<>();
    for (int row : all) {
      if (seen.stream().anyMatch(by -> by.contains(file.id(row)))) {
        seenGroups.add(photos.groups().key(file.id(row)));
      }
    }
    List<Integer> rows = new ArrayList<>();
    for (int row : all) {
      if (seenGroups.contains(photos.groups().key(file.id(row)))) {
        leftOut[0]++;
      } else {
        rows.add(row);
      }
    }
    return rows;
  }

  private static boolean sameTrunk(TrainedHead head, EmbeddingFile file) {
    String wanted = Precision.fingerprint(head.provenance().trunk());
    String found = Precision.fingerprint(file.info().trunk());
    // Of a TFRecord that does not say, it is taken for the same where the width is.
    return head.width() == file.width()
        && (wanted.isEmpty() || found.isEmpty() || wanted.equals(found));
  }

  private static String label(EmbeddingFile file, TrainedHead head, HeadInput input, int row) {
    int known = input.labels().get(file.label(row));
    return known < 0 ? file.classes().get(file.label(row)) : head.classes().get(known);
  }

  private static List<ComparedPhoto> compared(
      Labelled photos,
      List<Integer> rows,
      TrainedHead first,
      EmbeddingFile firstFile,
      TrainedHead second,
      HeadInput input)
      throws IOException {
    EmbeddingFile file = photos.file();
    List<ComparedPhoto> compared = new ArrayList<>();
    for (int row : rows) {
      OptionalInt other = firstFile == file ? OptionalInt.of(row) : firstFile.find(file.id(row));
      if (other.isEmpty()) {
        continue;
      }
      float[] before = first.probabilities(firstFile.values(other.getAsInt()));
      float[] after = second.probabilities(file.values(row));
      int was = TrainedHead.mostProbable(before);
      int is = TrainedHead.mostProbable(after);
      compared.add(
          new ComparedPhoto(
              file.id(row),
              photos.path(row),
              label(file, second, input, row),
              first.classes().get(was),
              before[was],
              second.classes().get(is),
              after[is]));
    }
    return compared;
  }

  /** The first model takes its own trunk's embeddings of the photos, which are made for it. */
  private List<ComparedPhoto> behindAnotherTrunk(
      PublishedModel model,
      Labelled photos,
      List<Integer> rows,
      TrainedHead first,
      TrainedHead second,
      HeadInput input,
      List<String> notes)
      throws IOException {
    String identity = first.provenance().trunk();
    Optional<Trunk> found =
        identity.isEmpty() ? Optional.empty() : new TrunkStore(home.trunk()).find(identity);
    if (found.isEmpty()) {
      throw new InvalidInputException(
          model.reference()
              + ": found another trunk than that of "
              + photos.file().file()
              + ", which is not in this home; expected it, to compare on the same photos");
    }
    List<Photo> there = new ArrayList<>();
    for (int row : rows) {
      Path path = Path.of(photos.path(row));
      if (path.isAbsolute() && Files.exists(path)) {
        there.add(new Photo(path, photos.file().label(row)));
      }
    }
    if (there.size() < rows.size()) {
      notes.add(
          Quantity.of(rows.size() - there.size(), "photo")
              + " left out: found no file to embed with the trunk of "
              + model.reference());
    }
    if (there.isEmpty()) {
      return List.of();
    }
    Trunk trunk = found.get().in(Optional.of(Precision.of(identity)));
    try (HomeLock lock = HomeLock.take(home)) {
      Path directory = Files.createDirectories(home.embeddings());
      // Beside the others, whose embeddings by this trunk are taken over.
      Path file =
          directory.resolve("comparison-" + trunk.fingerprint().substring(0, 8) + ".tfrecord");
      try {
        listener.onStart(Stage.EMBED, "for the comparison, with the trunk of " + model.reference());
        PhotoFolder folder =
            new PhotoFolder(
                file, photos.folder().orElse(directory), photos.file().classes(), there, List.of());
        new Embedder(trunk, ImageDecoder.withDefaults())
            .embed(folder, file, new StageProgress(listener, Stage.EMBED));
        listener.onEnd(Stage.EMBED, Quantity.of(there.size(), "photo") + " for the comparison");
        try (EmbeddingFile embedded = EmbeddingFile.open(file)) {
          return compared(photos, rows, first, embedded, second, input);
        }
      } finally {
        deleteAll(directory, String.valueOf(file.getFileName()));
      }
    }
  }

  private static void deleteAll(Path directory, String prefix) throws IOException {
    List<Path> files;
    try (var children = Files.list(directory)) {
      files =
          children.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix)).toList();
    }
    for (Path file : files) {
      FileTree.delete(file);
    }
  }

  private static List<String> without(List<String> classes, List<String> others) {
    return classes.stream().filter(name -> !others.contains(name)).sorted().toList();
  }
}
