package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Where the embedding of each photo is in a file, by the photo's path and by its content. Grows; 72
 * bytes a photo and some for the two hash indices, of which at most half is taken. Not thread-safe.
 *
 * <p>Paths are known by 64 bits of their SHA-256: two of two million are the same with a
 * probability of one to ten million, and then would have to agree in length and time, too.
 */
final class PhotoTable {
  private static final int NONE = -1;

  private final PhotoIds ids = new PhotoIds();
  private long[] paths = new long[64];
  private long[] lengths = new long[64];
  private long[] times = new long[64];
  private long[] places = new long[64];
  private int[] slots = freeSlots(128);
  private final BitSet superseded = new BitSet();

  /**
   * Adds a row; an earlier one of the same path is no longer found by it.
   *
   * @param id SHA-256 of the photo's bytes
   * @param place of the embedding in the file
   */
  void add(PhotoFile photo, byte[] id, long place) {
    int row = ids.size();
    if (row == paths.length) {
      int size = Math.multiplyExact(row, 2);
      paths = Arrays.copyOf(paths, size);
      lengths = Arrays.copyOf(lengths, size);
      times = Arrays.copyOf(times, size);
      places = Arrays.copyOf(places, size);
      slots = freeSlots(2 * size);
      for (int known = 0; known < row; known++) {
        if (!superseded.get(known)) {
          slots[slot(paths[known])] = known;
        }
      }
    }
    ids.add(id);
    paths[row] = hash(photo.path());
    lengths[row] = photo.length();
    times[row] = photo.modified();
    places[row] = place;
    int slot = slot(paths[row]);
    if (slots[slot] != NONE) {
      superseded.set(slots[slot]);
    }
    slots[slot] = row;
  }

  int size() {
    return ids.size();
  }

  /** Whether a later row has the same path. */
  boolean isSuperseded(int row) {
    return superseded.get(row);
  }

  /** Finds the photo's row, if its file is as it was. */
  OptionalInt find(PhotoFile photo) {
    int row = slots[slot(hash(photo.path()))];
    return row != NONE && lengths[row] == photo.length() && times[row] == photo.modified()
        ? OptionalInt.of(row)
        : OptionalInt.empty();
  }

  /** Finds a row of this content. */
  OptionalInt find(byte[] id) {
    return Arrays.stream(ids.rows(id)).findFirst();
  }

  byte[] id(int row) {
    return ids.bytes(row);
  }

  long place(int row) {
    return places[row];
  }

  /** Where this path stands in the index, or would. */
  private int slot(long path) {
    int slot = (int) path & (slots.length - 1);
    while (slots[slot] != NONE && paths[slots[slot]] != path) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private static long hash(String path) {
    return ByteBuffer.wrap(new Sha256().update(path.getBytes(UTF_8)).digest()).getLong();
  }

  private static int[] freeSlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, NONE);
    return slots;
  }
}
