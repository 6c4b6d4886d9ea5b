package dev.flowers.serving;

import dev.flowers.FlowerClassifier;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A lease of a model's version for a request and its photos, which may wait in the queue when the
 * request has given up. The last of its holders closes it. Thread-safe.
 */
final class SharedLease {
  private final FlowerClassifier.Lease lease;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Takes the lease over, with one holder. */
  SharedLease(FlowerClassifier.Lease lease) {
    this.lease = lease;
  }

  FlowerClassifier.Lease lease() {
    return lease;
  }

  int version() {
    return lease.model().published().version();
  }

  /** Adds a holder; only a holder may do so. */
  void retain() {
    holders.incrementAndGet();
  }

  /** Ends a holder's part. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      lease.close();
    }
  }
}
