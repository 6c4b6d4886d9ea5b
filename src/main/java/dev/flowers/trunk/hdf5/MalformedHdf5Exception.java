package dev.flowers.trunk.hdf5;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file whose HDF5 structures are damaged, or of a kind that is not read. */
public final class MalformedHdf5Exception extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedHdf5Exception(String problem, @Nullable Throwable cause) {
    super(problem, cause);
  }
}
