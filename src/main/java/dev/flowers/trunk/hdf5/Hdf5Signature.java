package dev.flowers.trunk.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The eight bytes at the start of an HDF5 file. */
final class Hdf5Signature {
  private static final ByteBuffer BYTES =
      ByteBuffer.wrap(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'})
          .asReadOnlyBuffer();

  private Hdf5Signature() {}

  static boolean at(FileChannel channel, long start) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(BYTES.capacity());
    while (found.hasRemaining()) {
      if (channel.read(found, start + found.position()) < 0) {
        return false;
      }
    }
    return found.flip().equals(BYTES.duplicate().rewind());
  }
}
