package dev.flowers.embedding;

import dev.flowers.dataset.Split;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.Quantity;
import dev.flowers.storage.StaleFileException;
import dev.flowers.tfrecord.TfRecordReader;
import dev.flowers.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes a TFRecord of embeddings, and never a half one.
 *
 * <p>Records go to {@code <name>.partial}; {@link #complete} renames it. A run that was killed is
 * taken up by the next one: the partial file's valid records are there to be {@linkplain #reuse
 * reused}, and so are those of the complete file that is about to be replaced, if the same trunk
 * made them. Photos that are no longer asked for are left out.
 *
 * <pre>{@code
 * try (EmbeddingWriter writer = EmbeddingWriter.open(file, trunk, classes, width)) {
 *   for (Photo photo : photos) {
 *     if (!writer.reuse(photo.id(), false, photo.label(), photo.path())) {
 *       writer.append(new Embedding(…));
 *     }
 *   }
 *   writer.complete();
 * }
 * }</pre>
 *
 * <p>For the same photos in the same order, a run that was killed and taken up gives the same file
 * as an undisturbed one. Closing before {@code complete} keeps the partial file for the next run.
 * Not thread-safe, and one writer a file: locking out a second process is the caller's.
 */
public final class EmbeddingWriter implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final EmbeddingsInfo header;
  private final RecordTable unfinished;
  private final BitSet kept = new BitSet();
  private final Optional<EmbeddingFile> earlier;
  private final TfRecordWriter output;

  private EmbeddingWriter(
      Path target,
      Path partial,
      EmbeddingsInfo header,
      RecordTable unfinished,
      Optional<EmbeddingFile> earlier,
      TfRecordWriter output) {
    this.target = target;
    this.partial = partial;
    this.header = header;
    this.unfinished = unfinished;
    this.earlier = earlier;
    this.output = output;
  }

  /**
   * Opens the partial file of a TFRecord, new or left by a killed run. One that another trunk or
   * another version of this program made is emptied; a torn tail is cut off.
   *
   * @param tfrecord the file to make; its directory exists
   * @param trunk the identity of the trunk that makes the embeddings
   * @param classes the class names, sorted
   * @param width how many floats each embedding has
   * @throws dev.flowers.tfrecord.CorruptRecordException if the complete file that is about to be
   *     replaced is damaged
   * @throws IOException if the files cannot be read or written
   */
  public static EmbeddingWriter open(Path tfrecord, String trunk, List<String> classes, int width)
      throws IOException {
    return open(tfrecord, trunk, classes, width, "");
  }

  /**
   * The same for photos whose folder is known.
   *
   * @param photos the folder or table, absolute
   */
  public static EmbeddingWriter open(
      Path tfrecord, String trunk, List<String> classes, int width, String photos)
      throws IOException {
    Path partial = tfrecord.resolveSibling(tfrecord.getFileName() + ".partial");
    EmbeddingsInfo header = new EmbeddingsInfo(classes, trunk, width, 0, 0, "", photos);
    if (!belongs(partial, header)) {
      TfRecordWriter.create(partial).close();
    }
    header.write(EmbeddingsInfo.beside(partial));
    TfRecordWriter output = TfRecordWriter.append(partial, TfRecordReader.validPrefix(partial));
    try {
      RecordTable unfinished = RecordTable.open(partial, width, (label, name) -> "");
      try {
        return new EmbeddingWriter(
            tfrecord, partial, header, unfinished, openEarlier(tfrecord, header), output);
      } catch (IOException | RuntimeException e) {
        unfinished.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      output.close();
      throw e;
    }
  }

  /** Returns how many records of an unfinished run were found. */
  public int found() {
    return unfinished.size();
  }

  /**
   * Takes the photo's embedding from the unfinished run or from the complete file, if it is in one
   * of them; the record then counts as appended. Class and path may have changed.
   *
   * @param mirrored whether the embedding of the photo's mirror image is meant
   * @return false if the embedding is in neither and must be {@linkplain #append appended}
   * @throws IOException if the files cannot be read or written
   */
  public boolean reuse(String id, boolean mirrored, int label, String path) throws IOException {
    return reuse(id, mirrored, label, path, Optional.empty());
  }

  /**
   * The same for a photo whose part is fixed.
   *
   * @param part the part; empty if none is fixed
   */
  public boolean reuse(
      String id, boolean mirrored, int label, String path, Optional<Split.Part> part)
      throws IOException {
    String className = className(label);
    int[] rows = unfinished.rows(id, mirrored);
    for (int row : rows) {
      Embedding known = unfinished.embedding(row);
      if (!kept.get(row)
          && known.label() == label
          && known.className().equals(className)
          && known.path().equals(path)
          && known.part().equals(part)) {
        kept.set(row);
        return true;
      }
    }
    if (rows.length > 0) {
      append(unfinished.embedding(rows[0]).relabelled(label, className, path, part));
      return true;
    }
    if (earlier.isPresent()) {
      OptionalInt row = earlier.get().find(id, mirrored);
      if (row.isPresent()) {
        Embedding known = earlier.get().embedding(row.getAsInt());
        append(known.relabelled(label, className, path, part));
        return true;
      }
    }
    return false;
  }

  /**
   * Appends one record.
   *
   * @throws IllegalArgumentException if the id is empty, the embedding is of another width, or
   *     label and class name do not belong together
   * @throws IOException if it cannot be written; what was written before stays
   */
  public void append(Embedding embedding) throws IOException {
    if (embedding.id().isEmpty()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: an embedding without an id", embedding));
    }
    float[] values = embedding.values();
    if (values.length != header.width()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: found an embedding of %s, expected %d",
              embedding.path(),
              Quantity.of(values.length, "number"),
              header.width()));
    }
    if (!embedding.className().equals(className(embedding.label()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: found class \"%s\" with label %d, expected \"%s\"",
              embedding.path(),
              embedding.className(),
              embedding.label(),
              className(embedding.label())));
    }
    output.write(Examples.encode(embedding));
  }

  /**
   * Makes the file complete and closes the writer: what the unfinished run left and nobody reused
   * is dropped, the rest is verified, forced to the disk and renamed.
   *
   * <p>The JSON is replaced first. If the machine stops between the two, it describes another file
   * than the old one, which {@link EmbeddingFile#open} refuses, while the partial file holds
   * everything for the next run.
   *
   * @return what the file holds
   * @throws IOException if something cannot be written or renamed; the partial file stays
   */
  public EmbeddingsInfo complete() throws IOException {
    close();
    if (kept.cardinality() < unfinished.size()) {
      dropUnused();
    }
    EmbeddingsInfo info;
    try (RecordTable written = RecordTable.open(partial, header.width(), (label, name) -> "")) {
      info =
          new EmbeddingsInfo(
              header.classes(),
              header.trunk(),
              header.width(),
              written.size(),
              written.mirrors(),
              written.fingerprint(),
              header.photos());
    }
    info.write(EmbeddingsInfo.beside(target));
    AtomicFile.replace(partial, target);
    Files.delete(EmbeddingsInfo.beside(partial));
    return info;
  }

  /** Closes the files. Closing twice does nothing. */
  @Override
  public void close() throws IOException {
    try (output;
        unfinished) {
      if (earlier.isPresent()) {
        earlier.get().close();
      }
    }
  }

  private String className(int label) {
    if (label < 0 || label >= header.classes().size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label: found %d, expected 0 to %d",
              label,
              header.classes().size() - 1));
    }
    return header.classes().get(label);
  }

  private void dropUnused() throws IOException {
    Path compact = partial.resolveSibling(partial.getFileName() + ".compact");
    try (TfRecordReader reader = TfRecordReader.open(partial);
        TfRecordWriter writer = TfRecordWriter.create(compact)) {
      while (reader.next()) {
        if (reader.record() >= unfinished.size() || kept.get((int) reader.record())) {
          writer.write(reader.payload());
        }
      }
    }
    AtomicFile.replace(compact, partial);
  }

  /** Says whether the partial file's embeddings are what this run would compute. */
  private static boolean belongs(Path partial, EmbeddingsInfo header) throws IOException {
    Path json = EmbeddingsInfo.beside(partial);
    if (!Files.exists(partial) || !Files.exists(json)) {
      return false;
    }
    try {
      return sameEmbeddings(EmbeddingsInfo.read(json), header);
    } catch (StaleFileException e) {
      return false;
    }
  }

  private static Optional<EmbeddingFile> openEarlier(Path tfrecord, EmbeddingsInfo header)
      throws IOException {
    Path json = EmbeddingsInfo.beside(tfrecord);
    if (!Files.exists(tfrecord) || !Files.exists(json)) {
      return Optional.empty();
    }
    try {
      return sameEmbeddings(EmbeddingsInfo.read(json), header)
          ? Optional.of(EmbeddingFile.open(tfrecord))
          : Optional.empty();
    } catch (StaleFileException e) {
      // Made by another version, or a run that stopped while it completed the file.
      return Optional.empty();
    }
  }

  private static boolean sameEmbeddings(EmbeddingsInfo info, EmbeddingsInfo header) {
    return info.trunk().equals(header.trunk()) && info.width() == header.width();
  }
}
