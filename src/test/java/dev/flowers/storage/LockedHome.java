package dev.flowers.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A home whose lock another thread has: to this one it is what another run's lock is. */
public final class LockedHome implements AutoCloseable {
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private final HomeLock lock;

  private LockedHome(Home home) throws ExecutionException, InterruptedException {
    lock = other.submit(() -> HomeLock.take(home)).get();
  }

  public static LockedHome of(Home home) {
    try {
      return new LockedHome(home);
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes and gives back the lock on another thread. */
  static void take(Home home) throws IOException {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      other.submit(() -> HomeLock.take(home)).get().close();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      other.shutdownNow();
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      other.shutdownNow();
    }
  }
}
