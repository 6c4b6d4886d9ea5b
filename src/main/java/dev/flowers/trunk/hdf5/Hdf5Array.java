package dev.flowers.trunk.hdf5;

import java.util.List;

/**
 * A data set of an HDF5 file.
 *
 * @param shape its dimensions
 * @param type the type of its values as numpy names it, {@code <f4} for instance; another than IEEE
 *     754's floating-point numbers is described in words
 * @param layout {@link #CONTIGUOUS}, or another one in words
 * @param offset where its values start, from the beginning of the file; 0 if it is not contiguous
 * @param bytes how many bytes the file says that the values take; -1 if it does not say
 */
public record Hdf5Array(List<Long> shape, String type, String layout, long offset, long bytes) {
  /** All values stand in the file one after the other. */
  public static final String CONTIGUOUS = "contiguous";

  /** Copies the shape. */
  public Hdf5Array {
    shape = List.copyOf(shape);
  }
}
