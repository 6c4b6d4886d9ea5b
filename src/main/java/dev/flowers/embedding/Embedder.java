package dev.flowers.embedding;

import ai.djl.util.Progress;
import dev.flowers.dataset.Photo;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.PhotoFolderException;
import dev.flowers.image.ImageDecoder;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.Trunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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
  /** Photos a run of the trunk: more is not faster, and 32 take 19 MB. */
  private static final int BATCH = 32;

  private static final int BATCHES_AHEAD = 2;

  private final ConvertedTrunk trunk;
  private final ImageDecoder decoder;

  /** Embeds with this trunk, which is opened when the first photo needs it. */
  public Embedder(ConvertedTrunk trunk, ImageDecoder decoder) {
    this.trunk = trunk;
    this.decoder = decoder;
  }

  /**
   * What a run did.
   *
   * @param photos records in the TFRecord
   * @param embedded how many of them the trunk computed in this run
   * @param skipped the files that are not in it
   */
  public record Result(int photos, int embedded, List<Skipped> skipped) {
    /** Copies the list. */
    public Result {
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * Brings the TFRecord up to date with the folder.
   *
   * @param folder the photos
   * @param tfrecord the file to make or to replace; its directory is made
   * @param progress told of the photos that the trunk has to compute
   * @throws IOException if a file cannot be written, an existing TFRecord is damaged, or no photo
   *     of some class can be read; what was computed stays for the next run
   */
  public Result embed(PhotoFolder folder, Path tfrecord, Progress progress) throws IOException {
    Files.createDirectories(tfrecord.toAbsolutePath().getParent());
    Map<String, String> unreadable =
        SkippedCsv.verdicts(SkippedCsv.beside(tfrecord), decoder.rules());
    List<Skipped> skipped = new ArrayList<>();
    List<Identified> photos = new ArrayList<>();
    for (Identified photo : Identified.all(folder.photos())) {
      String fault = unreadable.getOrDefault(photo.id(), photo.fault());
      if (fault.isEmpty()) {
        photos.add(photo);
      } else {
        skipped.add(new Skipped(photo.photo().path(), photo.id(), fault));
      }
    }
    if (upToDate(folder, photos, tfrecord)) {
      SkippedCsv.write(SkippedCsv.beside(tfrecord), skipped, decoder.rules());
      return new Result(photos.size(), 0, skipped);
    }
    int before = skipped.size();
    try (EmbeddingWriter writer =
        EmbeddingWriter.open(tfrecord, trunk.fingerprint(), folder.classes(), trunk.width())) {
      List<Identified> missing = reuse(folder, photos, tfrecord, writer);
      if (!missing.isEmpty()) {
        compute(folder, missing, writer, skipped, progress);
      }
      SkippedCsv.write(SkippedCsv.beside(tfrecord), skipped, decoder.rules());
      checkEveryClass(folder, skipped);
      int records = writer.complete().count();
      return new Result(records, missing.size() - (skipped.size() - before), skipped);
    }
  }

  /** Whether the complete file holds just these photos, under their present names. */
  private boolean upToDate(PhotoFolder folder, List<Identified> photos, Path tfrecord)
      throws IOException {
    if (!Files.exists(tfrecord) || !Files.exists(EmbeddingsInfo.beside(tfrecord))) {
      return false;
    }
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      if (!file.info().trunk().equals(trunk.fingerprint())
          || !file.classes().equals(folder.classes())
          || file.size() != photos.size()) {
        return false;
      }
      Set<List<Object>> held = new HashSet<>();
      for (int row = 0; row < file.size(); row++) {
        held.add(List.of(file.id(row), file.label(row), file.path(row)));
      }
      return photos.stream()
          .allMatch(
              photo ->
                  held.contains(
                      List.of(photo.id(), photo.photo().label(), path(folder, photo.photo()))));
    } catch (StaleFileException e) {
      return false;
    }
  }

  /** Appends all that is known, and returns what is not. */
  private List<Identified> reuse(
      PhotoFolder folder, List<Identified> photos, Path tfrecord, EmbeddingWriter writer)
      throws IOException {
    List<Identified> missing = new ArrayList<>();
    for (Identified photo : photos) {
      if (!writer.reuse(photo.id(), photo.photo().label(), path(folder, photo.photo()))) {
        missing.add(photo);
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
        List<Identified> unknown = new ArrayList<>();
        for (Identified photo : missing) {
          OptionalInt row = file.find(photo.id());
          if (row.isEmpty()) {
            unknown.add(photo);
          } else {
            writer.append(embedding(folder, photo, file.code(row.getAsInt())));
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
      if (Files.exists(json) && EmbeddingsInfo.read(json).trunk().equals(trunk.fingerprint())) {
        return Optional.of(EmbeddingFile.open(other));
      }
    } catch (IOException e) {
      // It is of no use to this run, and mending it is no business of this run.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private void compute(
      PhotoFolder folder,
      List<Identified> missing,
      EmbeddingWriter writer,
      List<Skipped> skipped,
      Progress progress)
      throws IOException {
    ByteBuffer batch =
        ByteBuffer.allocateDirect(BATCH * Trunk.PHOTO_FLOATS * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    progress.reset("embedding", missing.size());
    List<Photo> photos = missing.stream().map(Identified::photo).toList();
    try (ReadAhead decoded = new ReadAhead(photos, decoder, BATCHES_AHEAD * BATCH);
        Trunk running = Trunk.open(trunk)) {
      int next = 0;
      while (next < missing.size()) {
        List<Identified> rows = new ArrayList<>();
        batch.clear();
        while (rows.size() < BATCH && next < missing.size()) {
          Identified photo = missing.get(next++);
          ReadAhead.Decoded result = decoded.next();
          if (result.failure().isEmpty()) {
            batch.asFloatBuffer().put(result.pixels());
            batch.position(batch.position() + Trunk.PHOTO_FLOATS * Float.BYTES);
            rows.add(photo);
          } else {
            skipped.add(Skipped.of(photo.photo().path(), photo.id(), result.failure().get()));
          }
        }
        batch.flip();
        if (!rows.isEmpty()) {
          append(folder, rows, running.embed(batch, rows.size()), writer);
        }
        progress.update(next);
      }
    } finally {
      progress.end();
    }
  }

  private void append(
      PhotoFolder folder, List<Identified> rows, float[] codes, EmbeddingWriter writer)
      throws IOException {
    int width = trunk.width();
    for (int i = 0; i < rows.size(); i++) {
      float[] code = Arrays.copyOfRange(codes, i * width, (i + 1) * width);
      writer.append(embedding(folder, rows.get(i), code));
    }
  }

  private static Embedding embedding(PhotoFolder folder, Identified photo, float[] code) {
    int label = photo.photo().label();
    return new Embedding(
        photo.id(), label, folder.classes().get(label), path(folder, photo.photo()), code);
  }

  private static void checkEveryClass(PhotoFolder folder, List<Skipped> skipped)
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
        throw new PhotoFolderException(
            folder.root().resolve(folder.classes().get(label))
                + ": found no file that could be read as a photo, expected at least one");
      }
    }
  }

  /** The photo's path within the folder, the same on every system. */
  private static String path(PhotoFolder folder, Photo photo) {
    return folder.root().relativize(photo.path()).toString().replace('\\', '/');
  }
}
