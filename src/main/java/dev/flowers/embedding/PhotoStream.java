package dev.flowers.embedding;

import dev.flowers.image.ImageDecoder;
import dev.flowers.image.UnreadableImageException;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Sha256;
import dev.flowers.trunk.PhotoInput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a network over photos of which there may be any number, from anywhere, and hands out the
 * results in the photos' order. While the network runs a batch, the next one is decoded.
 *
 * <p>Holds two batches of decoded photos, 0.6 MB each at 224×224. For one thread; close it.
 *
 * @param <T> what names a photo
 * @param <R> what the network makes of one
 */
public final class PhotoStream<T, R> implements Iterator<PhotoStream.Result<T, R>>, AutoCloseable {
  /** Where the photos' bytes are. */
  @FunctionalInterface
  public interface Source<T> {
    /**
     * Reads a photo's file, on any thread.
     *
     * @throws IOException if it cannot be read, now at least
     */
    byte[] read(T photo) throws IOException;
  }

  /** Photos in, a result for each out. */
  @FunctionalInterface
  public interface Network<R> {
    /** Runs a batch, as {@link dev.flowers.trunk.RunningTrunk#embed} takes it. */
    List<R> run(ByteBuffer photos, int count);
  }

  /**
   * What became of a photo.
   *
   * @param photo the photo
   * @param id the SHA-256 of its bytes; empty if they could not be read
   * @param value what the network made of it; empty if it was not decoded
   * @param fault why it was not; empty if it was
   */
  public record Result<T, R>(T photo, String id, Optional<R> value, String fault) {}

  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record Decoded<T>(T photo, String id, float[] pixels, String fault) {}

  private final Iterator<T> photos;
  private final Source<T> source;
  private final Network<R> network;
  private final PhotoInput input;
  private final int batch;
  private final ImageDecoder decoder = ImageDecoder.withDefaults();
  private final ExecutorService threads;
  private final ArrayDeque<Future<Decoded<T>>> pending = new ArrayDeque<>();
  private final ArrayDeque<Result<T, R>> ready = new ArrayDeque<>();
  private final ByteBuffer filling;

  /**
   * Begins to decode.
   *
   * @param photos asked for on the caller's thread
   * @param input what the network takes
   * @param batch how many photos a run
   * @param decoders how many photos are decoded at a time
   */
  public PhotoStream(
      Iterator<T> photos,
      Source<T> source,
      Network<R> network,
      PhotoInput input,
      int batch,
      int decoders) {
    this.photos = photos;
    this.source = source;
    this.network = network;
    this.input = input;
    this.batch = batch;
    this.filling = input.allocate(batch);
    threads =
        Executors.newFixedThreadPool(
            decoders,
            task -> {
              Thread thread = new Thread(task, "photo-decoder");
              thread.setDaemon(true);
              return thread;
            });
    fill();
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || !pending.isEmpty();
  }

  /**
   * Returns the next photo's result; runs the network if need be.
   *
   * @throws java.io.UncheckedIOException if the thread is interrupted
   */
  @Override
  public Result<T, R> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more photos");
    }
    if (ready.isEmpty()) {
      run();
    }
    return ready.remove();
  }

  private void run() {
    List<Decoded<T>> decoded = new ArrayList<>();
    int count = 0;
    filling.clear();
    while (count < batch && !pending.isEmpty()) {
      Decoded<T> photo = result(pending.remove());
      fill();
      decoded.add(photo);
      if (photo.fault.isEmpty()) {
        input.put(photo.pixels, filling);
        count++;
      }
    }
    Iterator<R> values =
        count == 0 ? List.<R>of().iterator() : network.run(filling.flip(), count).iterator();
    for (Decoded<T> photo : decoded) {
      Optional<R> value = photo.fault.isEmpty() ? Optional.of(values.next()) : Optional.empty();
      ready.add(new Result<>(photo.photo, photo.id, value, photo.fault));
    }
  }

  private void fill() {
    while (pending.size() < batch && photos.hasNext()) {
      T photo = photos.next();
      pending.add(threads.submit(() -> decode(photo)));
    }
  }

  private Decoded<T> decode(T photo) {
    String id = "";
    try {
      byte[] bytes = source.read(photo);
      id = new Sha256().update(ByteBuffer.wrap(bytes)).hex();
      return new Decoded<>(photo, id, input.pixels(decoder.decode(bytes, "photo")), "");
    } catch (UnreadableImageException e) {
      return new Decoded<>(photo, id, new float[0], e.reason());
    } catch (IOException e) {
      // It may go well another time, so there is no verdict on these bytes.
      return new Decoded<>(photo, "", new float[0], FileErrors.reason(e));
    }
  }

  private static <T> Decoded<T> result(Future<Decoded<T>> decoded) {
    try {
      return decoded.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error; // memory may run out
      }
      throw new IllegalStateException("decoding failed in an unforeseen way", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.UncheckedIOException(
          (InterruptedIOException)
              new InterruptedIOException("interrupted while waiting for a photo").initCause(e));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
