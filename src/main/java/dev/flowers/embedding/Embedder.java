package dev.flowers.embedding;

import ai.djl.util.Progress;
import dev.flowers.dataset.Photo;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.Split;
import dev.flowers.image.ImageDecoder;
import dev.flowers.image.SquareCrop;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.StaleFileException;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.Trunk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Embeds a folder of photos into a TFRecord, each content once.
 *
 * <p>What the TFRecord, a killed run's partial file, or another TFRecord of the same trunk in the
 * same directory holds is not computed again; if nothing is missing, the TFRecord is not written
 * and no engine starts. Known embeddings come first in the file, new ones after them, each in the
 * folder's order.
 *
 * <p>Not thread-safe; one run a TFRecord at a time, for which the caller holds the home's lock.
 */
public final class Embedder {
  /** Of decoded photos, 0.6 MB each: batches that are ready while the trunk runs one. */
  private static final int BATCHES_AHEAD = 1;

  private final Trunk trunk;
  private final ImageDecoder decoder;

  /** Embeds with this trunk, which is opened when the first photo needs it. */
  public Embedder(Trunk trunk, ImageDecoder decoder) {
    this.trunk = trunk;
    this.decoder = decoder;
  }

  /**
   * What a run did.
   *
   * @param photos the photos in the TFRecord
   * @param mirrors the mirror images in the TFRecord
   * @param embedded how many of both the trunk computed in this run
   * @param skipped the files that are not in it
   */
  public record Result(int photos, int mirrors, int embedded, List<SkippedFile> skipped) {
    /** Copies the list. */
    public Result {
      skipped = List.copyOf(skipped);
    }
  }

  /** As the other method, without augmentation. */
  public Result embed(PhotoFolder folder, Path tfrecord, Progress progress) throws IOException {
    return embed(folder, tfrecord, Augmentation.NONE, progress);
  }

  /**
   * Brings the TFRecord up to date with the folder.
   *
   * @param folder the photos
   * @param tfrecord the file to make or to replace; its directory is made
   * @param augmentation what else it is to hold, behind each photo
   * @param progress told of the photos and mirror images that the trunk has to compute
   * @throws InvalidInputException if the trunk makes a number that is not finite
   * @throws IOException if a file cannot be written, an existing TFRecord is damaged, or no photo
   *     of some class can be read; what was computed stays for the next run
   */
  public Result embed(
      PhotoFolder folder, Path tfrecord, Augmentation augmentation, Progress progress)
      throws IOException {
    Files.createDirectories(tfrecord.toAbsolutePath().getParent());
    Map<String, String> unreadable =
        SkippedCsv.verdicts(SkippedCsv.beside(tfrecord), decoder.rules());
    List<SkippedFile> skipped = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    for (HashedPhoto photo : HashedPhoto.all(folder.photos())) {
      String fault = unreadable.getOrDefault(photo.id(), photo.fault());
      if (fault.isEmpty()) {
        pictures.add(new Picture(photo, false));
        if (augmentation == Augmentation.FLIP) {
          pictures.add(new Picture(photo, true));
        }
      } else {
        skipped.add(new SkippedFile(photo.photo().path(), photo.id(), fault));
      }
    }
    Path list = SkippedCsv.beside(tfrecord);
    if (upToDate(folder, pictures, tfrecord)) {
      SkippedCsv.write(list, skipped, decoder.rules());
      return result(EmbeddingsInfo.read(EmbeddingsInfo.beside(tfrecord)), 0, skipped);
    }
    try (EmbeddingWriter writer =
        EmbeddingWriter.open(
            tfrecord,
            trunk.identity(),
            folder.classes(),
            trunk.width(),
            folder.source().toAbsolutePath().normalize().toString())) {
      List<Picture> missing = reuse(folder, pictures, tfrecord, writer);
      int embedded = missing.isEmpty() ? 0 : compute(folder, missing, writer, skipped, progress);
      SkippedCsv.write(list, skipped, decoder.rules());
      checkEveryClass(folder, skipped);
      return result(writer.complete(), embedded, skipped);
    }
  }

  /** What has an embedding of its own: a photo as it is, or its mirror image. */
  private record Picture(HashedPhoto photo, boolean mirrored) {
    String id() {
      return photo.id();
    }

    int label() {
      return photo.photo().label();
    }

    Optional<Split.Part> part() {
      return photo.photo().part();
    }

    /** The photo's path within the folder, the same on every system. */
    String path(PhotoFolder folder) {
      return folder.path(photo.photo());
    }

    Embedding embedding(PhotoFolder folder, float[] values) {
      String className = folder.classes().get(label());
      return new Embedding(id(), label(), className, path(folder), values, mirrored, part());
    }
  }

  private static Result result(EmbeddingsInfo info, int embedded, List<SkippedFile> skipped) {
    return new Result(info.count() - info.mirrors(), info.mirrors(), embedded, skipped);
  }

  /** Whether the complete file holds just these pictures, under their present names. */
  private boolean upToDate(PhotoFolder folder, List<Picture> pictures, Path tfrecord)
      throws IOException {
    if (!Files.exists(tfrecord) || !Files.exists(EmbeddingsInfo.beside(tfrecord))) {
      return false;
    }
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      if (!file.info().trunk().equals(trunk.identity())
          || !file.classes().equals(folder.classes())
          || file.size() != pictures.size()) {
        return false;
      }
      Set<List<Object>> held = new HashSet<>();
      for (int row = 0; row < file.size(); row++) {
        held.add(
            List.of(
                file.id(row), file.mirrored(row), file.label(row), file.path(row), file.part(row)));
      }
      return pictures.stream()
          .allMatch(
              picture ->
                  held.contains(
                      List.of(
                          picture.id(),
                          picture.mirrored(),
                          picture.label(),
                          picture.path(folder),
                          picture.part())));
    } catch (StaleFileException e) {
      return false;
    }
  }

  /** Appends all that is known, and returns what is not. */
  private List<Picture> reuse(
      PhotoFolder folder, List<Picture> pictures, Path tfrecord, EmbeddingWriter writer)
      throws IOException {
    List<Picture> missing = new ArrayList<>();
    for (Picture picture : pictures) {
      if (!writer.reuse(
          picture.id(),
          picture.mirrored(),
          picture.label(),
          picture.path(folder),
          picture.part())) {
        missing.add(picture);
      }
    }
    if (missing.isEmpty()) {
      return missing;
    }
    for (Path other : others(tfrecord)) {
      Optional<EmbeddingFile> opened = sameTrunk(other);
      if (opened.isEmpty()) {
        continue;
      }
      try (EmbeddingFile file = opened.get()) {
        List<Picture> unknown = new ArrayList<>();
        for (Picture picture : missing) {
          OptionalInt row = file.find(picture.id(), picture.mirrored());
          if (row.isEmpty()) {
            unknown.add(picture);
          } else {
            writer.append(picture.embedding(folder, file.values(row.getAsInt())));
          }
        }
        missing = unknown;
      }
    }
    return missing;
  }

  private List<Path> others(Path tfrecord) throws IOException {
    List<Path> others = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(tfrecord.toAbsolutePath().getParent(), "*.tfrecord")) {
      for (Path file : files) {
        if (!file.getFileName().equals(tfrecord.getFileName())) {
          others.add(file);
        }
      }
    }
    others.sort(null);
    return others;
  }

  private Optional<EmbeddingFile> sameTrunk(Path other) {
    try {
      Path json = EmbeddingsInfo.beside(other);
      if (Files.exists(json) && EmbeddingsInfo.read(json).trunk().equals(trunk.identity())) {
        return Optional.of(EmbeddingFile.open(other));
      }
    } catch (IOException e) {
      // It is of no use to this run, and mending it is no business of this run.
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Has the trunk compute what is missing, and returns for how many pictures it did. */
  private int compute(
      PhotoFolder folder,
      List<Picture> missing,
      EmbeddingWriter writer,
      List<SkippedFile> skipped,
      Progress progress)
      throws IOException {
    // A photo and its mirror image stand side by side, and are decoded once.
    Map<Photo, List<Picture>> byPhoto = new LinkedHashMap<>();
    for (Picture picture : missing) {
      byPhoto.computeIfAbsent(picture.photo().photo(), p -> new ArrayList<>()).add(picture);
    }
    progress.reset("embedding", missing.size());
    int done = 0;
    int failed = 0;
    try (ReadAhead decoded =
            new ReadAhead(
                List.copyOf(byPhoto.keySet()),
                decoder,
                trunk.input(),
                BATCHES_AHEAD * trunk.batch());
        RunningTrunk running = trunk.open();
        TrunkBatch batch = new TrunkBatch(running)) {
      for (List<Picture> pictures : byPhoto.values()) {
        ReadAhead.Decoded result = decoded.next();
        if (result.failure().isPresent()) {
          HashedPhoto photo = pictures.get(0).photo();
          skipped.add(SkippedFile.of(photo.photo().path(), photo.id(), result.failure().get()));
          failed += pictures.size();
        } else {
          for (Picture picture : pictures) {
            batch.add(
                picture.mirrored()
                    ? SquareCrop.mirrored(result.pixels(), trunk.input().size())
                    : result.pixels(),
                values -> writer.append(computed(picture, folder, values)));
          }
        }
        done += pictures.size();
        progress.update(done);
      }
      batch.finish();
    } finally {
      progress.end();
    }
    return done - failed;
  }

  private Embedding computed(Picture picture, PhotoFolder folder, float[] values)
      throws InvalidInputException {
    String fault = FiniteCheck.fault(values);
    if (!fault.isEmpty()) {
      throw new InvalidInputException(
          picture.path(folder)
              + (": found " + fault + " that trunk " + trunk.identity() + " made, expected ")
              + FiniteCheck.EXPECTED);
    }
    return picture.embedding(folder, values);
  }

  private static void checkEveryClass(PhotoFolder folder, List<SkippedFile> skipped)
      throws IOException {
    int[] readable = new int[folder.classes().size()];
    Set<Path> unreadable = new HashSet<>();
    skipped.forEach(file -> unreadable.add(file.path()));
    for (Photo photo : folder.photos()) {
      if (!unreadable.contains(photo.path())) {
        readable[photo.label()]++;
      }
    }
    for (int label = 0; label < readable.length; label++) {
      if (readable[label] == 0) {
        throw new InvalidInputException(
            folder.source()
                + ": class "
                + folder.classes().get(label)
                + ": found no file that could be read as a photo, expected at least one");
      }
    }
  }
}
