package dev.flowers.embedding;

import java.util.Arrays;
import java.util.Random;

/** Damages bytes as files are damaged, and as attackers would. */
final class Mutation {
  private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};

  private Mutation() {}

  /** Returns the bytes after one to four changes: flips, cuts, inserts, copies, edge values. */
  static byte[] of(byte[] bytes, Random random) {
    byte[] mutant = bytes;
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      mutant = change(mutant, random);
    }
    return mutant;
  }

  /** Returns the bytes after one change. */
  static byte[] change(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
    byte[] changed = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = EDGES[random.nextInt(EDGES.length)];
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        return splice(bytes, at, end, new byte[0]);
      }
      case 4 -> {
        byte[] inserted = new byte[end - at];
        random.nextBytes(inserted);
        return splice(bytes, at, at, inserted);
      }
      default -> {
        return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
    }
    return changed;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] inserted) {
    byte[] spliced = new byte[bytes.length - (to - from) + inserted.length];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(inserted, 0, spliced, from, inserted.length);
    System.arraycopy(bytes, to, spliced, from + inserted.length, bytes.length - to);
    return spliced;
  }
}
