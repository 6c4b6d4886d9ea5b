package dev.flowers.embedding;

import dev.flowers.storage.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Photo ids in the order of their rows, 32 bytes each, with a hash index over them. Grows. */
final class PhotoIds {
  static final int BYTES = Sha256.BYTES;
  private static final int NONE = -1;

  private byte[] ids = new byte[64 * BYTES];
  private int size;
  // Rows by open addressing; an id is a hash already. At most half of the slots are taken.
  private int[] slots = freeSlots(128);

  void add(byte[] id) {
    if (ids.length == size * BYTES) {
      ids = Arrays.copyOf(ids, Math.multiplyExact(ids.length, 2));
    }
    System.arraycopy(id, 0, ids, size * BYTES, BYTES);
    if (2 * (size + 1) > slots.length) {
      slots = freeSlots(slots.length * 2);
      for (int row = 0; row < size; row++) {
        place(row);
      }
    }
    place(size++);
  }

  int size() {
    return size;
  }

  /** Returns 64 lower-case hexadecimal digits. */
  String hex(int row) {
    return HexFormat.of().formatHex(ids, row * BYTES, (row + 1) * BYTES);
  }

  byte[] bytes(int row) {
    return Arrays.copyOfRange(ids, row * BYTES, (row + 1) * BYTES);
  }

  int compare(int row, int other) {
    return Arrays.compareUnsigned(
        ids, row * BYTES, (row + 1) * BYTES, ids, other * BYTES, (other + 1) * BYTES);
  }

  /** Returns the rows that have this id, lowest first; more than one if a photo was there twice. */
  int[] rows(byte[] id) {
    int[] found = new int[0];
    for (int slot = home(id, 0); slots[slot] != NONE; slot = next(slot)) {
      int row = slots[slot];
      if (Arrays.equals(id, 0, BYTES, ids, row * BYTES, (row + 1) * BYTES)) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = row;
      }
    }
    Arrays.sort(found);
    return found;
  }

  private void place(int row) {
    int slot = home(ids, row * BYTES);
    while (slots[slot] != NONE) {
      slot = next(slot);
    }
    slots[slot] = row;
  }

  private int home(byte[] bytes, int from) {
    return ByteBuffer.wrap(bytes).getInt(from) & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  private static int[] freeSlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, NONE);
    return slots;
  }
}
