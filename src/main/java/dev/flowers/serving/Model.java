package dev.flowers.serving;

import java.util.List;

/** A model that is served. Thread-safe. */
interface Model {
  String name();

  int version();

  List<String> classes();

  /** Side of the square photos that the network takes, in pixels. */
  int side();

  /**
   * Decodes photos and queues them for the network. Returns without waiting for it. One version
   * answers to all of them.
   *
   * @param version that is to answer; empty for the current one
   * @throws RequestException if a photo is unreadable, the queue is full, or another version than
   *     the one wanted was the current one no longer
   */
  PendingAnswers begin(List<Photo> photos, String version) throws RequestException;

  /**
   * Decodes a photo for the current version to explain. Close what it returns.
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
