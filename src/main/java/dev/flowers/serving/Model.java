package dev.flowers.serving;

import java.util.List;

/** A model that is served. Thread-safe. */
interface Model {
  String name();

  int version();

  List<String> classes();

  /**
   * Decodes photos and queues them for the network. Returns without waiting for it.
   *
   * @throws RequestException if a photo is unreadable, or the queue is full
   */
  PendingAnswers begin(List<byte[]> photos) throws RequestException;

  /**
   * Decodes a photo for the newest version to explain. Close what it returns.
   *
   * @throws RequestException if the photo is unreadable
   */
  ExplainedPhoto explained(byte[] photo) throws RequestException;

  /** Answers that the network is about to give. */
  @FunctionalInterface
  interface PendingAnswers {
    /**
     * Waits for them.
     *
     * @return an answer for each photo, in their order
     * @throws RequestException if the time is over, or the network failed
     */
    List<Answer> await() throws RequestException;
  }
}
