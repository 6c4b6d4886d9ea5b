package dev.flowers.embedding;

import dev.flowers.dataset.Photo;
import dev.flowers.image.ImageDecoder;
import dev.flowers.trunk.PhotoInput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Decodes photos ahead of the trunk, on threads of its own, and hands them out in their order.
 *
 * <p>Holds at most {@code ahead} decoded photos, 0.6 MB each, however many there are to come. For
 * one consuming thread; close it.
 */
final class ReadAhead implements AutoCloseable {
  private final ExecutorService threads;
  private final ImageDecoder decoder;
  private final PhotoInput input;
  private final Iterator<Photo> rest;
  private final ArrayDeque<Future<Decoded>> pending = new ArrayDeque<>();
  private final int ahead;

  /**
   * What became of a photo.
   *
   * @param photo the photo
   * @param pixels as the trunk takes them; empty if it could not be read
   * @param failure why it could not be read; empty if it could
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Decoded(Photo photo, float[] pixels, Optional<IOException> failure) {}

  ReadAhead(List<Photo> photos, ImageDecoder decoder, PhotoInput input, int ahead) {
    this.decoder = decoder;
    this.input = input;
    this.rest = photos.iterator();
    this.ahead = ahead;
    threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(task, "photo-decoder");
              thread.setDaemon(true);
              return thread;
            });
    fill();
  }

  boolean hasNext() {
    return !pending.isEmpty();
  }

  /** The next photo, in the order given; waits for it if need be. */
  Decoded next() throws IOException {
    try {
      Decoded decoded = pending.remove().get();
      fill();
      return decoded;
    } catch (ExecutionException e) {
      throw new IllegalStateException("decoding failed in an unforeseen way", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException)
          new InterruptedIOException("interrupted while waiting for a photo").initCause(e);
    }
  }

  private void fill() {
    while (pending.size() < ahead && rest.hasNext()) {
      Photo photo = rest.next();
      pending.add(threads.submit(() -> decode(photo)));
    }
  }

  private Decoded decode(Photo photo) {
    try {
      float[] pixels = input.pixels(decoder.decode(photo.path()));
      return new Decoded(photo, pixels, Optional.empty());
    } catch (IOException e) {
      return new Decoded(photo, new float[0], Optional.of(e));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
