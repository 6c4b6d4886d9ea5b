package dev.flowers.archive;

import dev.flowers.archive.HeadAnswers.Input;
import dev.flowers.embedding.PhotoCache;
import dev.flowers.embedding.PhotoFile;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Sha256;
import dev.flowers.trunk.RunningTrunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Gets the embeddings of chunks of photos: from the cache, or from the trunk, of which each chunk
 * is one run. While the trunk runs, the next chunk is read and decoded; so two chunks of decoded
 * photos are held, 0.6 MB each. For one thread.
 */
final class PhotoEmbeddings {
  /** What is done with a chunk's embeddings. */
  @FunctionalInterface
  interface Receiver {
    void take(List<Input> embeddings) throws IOException;
  }

  /**
   * A photo to be named.
   *
   * @param name as it was given
   * @param fault why it cannot be; empty if nothing is known against it
   */
  record Photo(String name, Optional<Path> file, String fault) {}

  /** What reading a photo gave. */
  private sealed interface Loaded {}

  private record Faulty(String photo, String fault) implements Loaded {}

  /** Its embedding was known. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record Known(String photo, float[] embedding, Optional<PhotoFile> moved, String id)
      implements Loaded {}

  /** The trunk has to see it. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record Decoded(String photo, Optional<PhotoFile> file, String id, float[] pixels)
      implements Loaded {}

  private final ModelTrunk trunk;
  private final Optional<PhotoCache> cache;
  private final ExecutorService threads;
  private final Receiver receiver;
  private final ImageDecoder decoder = ImageDecoder.withDefaults();
  private final ArrayDeque<List<Future<Loaded>>> pending = new ArrayDeque<>();
  private long known;
  private long embedded;

  PhotoEmbeddings(
      ModelTrunk trunk, Optional<PhotoCache> cache, ExecutorService threads, Receiver receiver) {
    this.trunk = trunk;
    this.cache = cache;
    this.threads = threads;
    this.receiver = receiver;
  }

  /** Begins to read a chunk, and hands on the one before. */
  void add(List<Photo> chunk) throws IOException {
    pending.add(chunk.stream().map(photo -> threads.submit(() -> load(photo))).toList());
    if (pending.size() > 1) {
      take();
    }
  }

  /** Hands on what is left. */
  void finish() throws IOException {
    while (!pending.isEmpty()) {
      take();
    }
  }

  private Loaded load(Photo photo) throws IOException {
    if (photo.file().isEmpty()) {
      return new Faulty(photo.name(), photo.fault());
    }
    try {
      return load(photo.name(), photo.file().get());
    } catch (IOException e) {
      return new Faulty(photo.name(), FileErrors.message(e));
    }
  }

  private Loaded load(String name, Path path) throws IOException {
    if (cache.isEmpty()) {
      return new Decoded(name, Optional.empty(), "", trunk.input().pixels(decoder.decode(path)));
    }
    PhotoFile file = PhotoFile.of(path);
    OptionalInt row = cache.get().find(file);
    if (row.isPresent()) {
      return new Known(name, cache.get().values(row.getAsInt()), Optional.empty(), "");
    }
    String id = Sha256.of(path);
    row = cache.get().find(id);
    return row.isPresent()
        ? new Known(name, cache.get().values(row.getAsInt()), Optional.of(file), id)
        : new Decoded(name, Optional.of(file), id, trunk.input().pixels(decoder.decode(path)));
  }

  private void take() throws IOException {
    List<Loaded> chunk = new ArrayList<>();
    for (Future<Loaded> loaded : pending.remove()) {
      chunk.add(Waiting.result(loaded));
    }
    List<Decoded> decoded =
        chunk.stream().filter(Decoded.class::isInstance).map(Decoded.class::cast).toList();
    float[] embeddings = decoded.isEmpty() ? new float[0] : embed(decoded);
    int width = decoded.isEmpty() ? 0 : embeddings.length / decoded.size();
    List<Input> inputs = new ArrayList<>();
    int row = 0;
    for (Loaded loaded : chunk) {
      if (loaded instanceof Decoded photo) {
        inputs.add(computed(photo, Arrays.copyOfRange(embeddings, row, row + width)));
        row += width;
      } else if (loaded instanceof Known photo) {
        known++;
        append(photo.moved(), photo.id(), photo.embedding()); // the next run need not read it
        inputs.add(new Input(photo.photo(), Optional.of(photo.embedding()), ""));
      } else if (loaded instanceof Faulty photo) {
        inputs.add(new Input(photo.photo(), Optional.empty(), photo.fault()));
      }
    }
    receiver.take(inputs);
  }

  private float[] embed(List<Decoded> photos) throws IOException {
    RunningTrunk running = trunk.open();
    ByteBuffer batch = trunk.input().allocate(photos.size());
    for (Decoded photo : photos) {
      trunk.input().put(photo.pixels(), batch);
    }
    embedded += photos.size();
    return running.embed(batch.flip(), photos.size());
  }

  private Input computed(Decoded photo, float[] embedding) throws IOException {
    for (float number : embedding) {
      if (!Float.isFinite(number)) {
        return new Input(
            photo.photo(),
            Optional.empty(),
            photo.photo() + ": found an embedding with " + number + ", expected finite numbers");
      }
    }
    append(photo.file(), photo.id(), embedding);
    return new Input(photo.photo(), Optional.of(embedding), "");
  }

  private void append(Optional<PhotoFile> file, String id, float[] embedding) throws IOException {
    if (cache.isPresent() && file.isPresent()) {
      cache.get().append(file.get(), id, embedding);
    }
  }

  /** Returns how many photos' embeddings were known. */
  long known() {
    return known;
  }

  /** Returns how many photos the trunk has seen. */
  long embedded() {
    return embedded;
  }
}
