package dev.flowers.trunk.npy;

/**
 * A stretch of the file that holds bytes or text.
 *
 * @param offset where it starts, from the beginning of the file
 * @param length how many bytes of the file it takes
 * @param coding how its bytes are written
 */
public record Span(long offset, long length, Coding coding) {}
