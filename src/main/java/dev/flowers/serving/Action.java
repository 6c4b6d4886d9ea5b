package dev.flowers.serving;

/** What a route does. */
@FunctionalInterface
interface Action {
  /**
   * Reads the request and decodes its photos. As many requests as there are processors do this at
   * once, so that few decoded photos are in memory.
   */
  Pending begin(Call call) throws RequestException;

  /** A reply that waits for the network. */
  @FunctionalInterface
  interface Pending {
    Reply await() throws RequestException;
  }
}
