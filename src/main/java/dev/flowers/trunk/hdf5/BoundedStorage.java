package dev.flowers.trunk.hdf5;

import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Gives jHDF the bytes of a file, within bounds. A length is compared with the file's size before
 * memory is allocated. The number of reads is limited for each object, because structures that
 * refer to themselves are read over and over, and by recursion.
 */
final class BoundedStorage implements HdfBackingStorage {
  /** An object's header, or the list of a group's members, takes some ten of them. */
  private static final int MOST_READS = 512;

  /** Keras's files have about a thousand. */
  private static final int MOST_READS_OF_ALL = 50_000;

  private static final int MOST_BYTES_AT_ONCE = 1 << 20;
  private static final long MOST_BYTES_OF_ALL = 1 << 26;

  private final FileChannel channel;
  private final Superblock superblock;
  private final long size;
  private int reads;
  private int readsOfAll;
  private long bytesOfAll;

  BoundedStorage(FileChannel channel, Superblock superblock) throws IOException {
    this.channel = channel;
    this.superblock = superblock;
    this.size = channel.size();
  }

  /** Begins to count the reads of another object. */
  void nextObject() {
    reads = 0;
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    return map(address, length);
  }

  @Override
  public ByteBuffer map(long address, long length) {
    if (address < 0 || address > size) {
      throw outside(address, length);
    }
    return mapNoOffset(address + superblock.getBaseAddressByte(), length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    if (address < 0 || length < 0 || length > size || address > size - length) {
      throw outside(address, length);
    }
    if (length > MOST_BYTES_AT_ONCE) {
      throw new HdfException(
          "found a structure of "
              + length
              + " bytes at byte "
              + address
              + ", expected at most "
              + MOST_BYTES_AT_ONCE);
    }
    reads++;
    readsOfAll++;
    bytesOfAll += length;
    if (reads > MOST_READS || readsOfAll > MOST_READS_OF_ALL || bytesOfAll > MOST_BYTES_OF_ALL) {
      throw new HdfException(
          "found a structure of too many parts or bytes at byte "
              + address
              + ", expected one without loops");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, address + bytes.position()) < 0) {
          throw outside(address, length); // cut since it was opened
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.flip();
  }

  private HdfException outside(long address, long length) {
    return new HdfException(
        "found a structure of "
            + length
            + " bytes at byte "
            + address
            + ", expected it within the file's "
            + size
            + " bytes: the file is truncated or damaged");
  }

  @Override
  public long getUserBlockSize() {
    return superblock.getBaseAddressByte();
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new UnsupportedOperationException("all reads are to be bounded");
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  /** Does nothing: the channel is the caller's. */
  @Override
  public void close() {}

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean inMemory() {
    return false;
  }
}
