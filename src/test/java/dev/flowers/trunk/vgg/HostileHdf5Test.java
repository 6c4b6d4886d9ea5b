package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is done to an HDF5 file, it is read or refused: no other exception, no hanging, no heap
 * beyond a bound.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileHdf5Test {
  private static final HostileFile FILE = new HostileFile(Path.of("vgg16.h5"), 900, 128_000_000);
  private static final List<String> FILES = List.of("vgg16.h5", "vgg16_notop.h5", "vgg16_model.h5");

  @Test
  void aThousandMutationsAreReadOrRefused() throws IOException {
    List<byte[]> files = FILES.stream().map(WeightFiles::keras).toList();
    int read = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = files.get(random.nextInt(files.size())).clone();
      int mutations = 1 + random.nextInt(8);
      for (int i = 0; i < mutations; i++) {
        mutate(bytes, random);
      }
      read += FILE.openOrRefuse(bytes, "seed " + seed) ? 1 : 0;
    }
    // Mutations that leave all files whole, or none, would show nothing.
    assertTrue(read > 50 && read < 950, "files read: " + read);
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] bytes = WeightFiles.keras("vgg16.h5");
    for (int length = 0; length < bytes.length - 4096; length += length < 3_000 ? 7 : 997) {
      assertFalse(
          FILE.openOrRefuse(Arrays.copyOf(bytes, length), "cut at " + length), "cut at " + length);
    }
  }

  /** Every place that holds an address of the file, to each of some others: loops among them. */
  @Test
  void addressesThatPointElsewhereAreReadOrRefused() throws IOException {
    byte[] bytes = WeightFiles.keras("vgg16_notop.h5");
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    SplittableRandom random = new SplittableRandom(5);
    int pointers = 0;
    for (int at = 0; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      long address = file.getLong(at);
      if (address < 96 || address >= bytes.length || address % 8 != 0) {
        continue;
      }
      pointers++;
      for (long other : new long[] {96, at & ~7, random.nextLong(bytes.length) & ~7, 1L << 62}) {
        file.putLong(at, other);
        FILE.openOrRefuse(bytes, "address at " + at + " set to " + other);
      }
      file.putLong(at, address);
    }
    assertTrue(pointers > 50, "addresses found: " + pointers);
    assertTrue(FILE.openOrRefuse(bytes, "as it was"));
  }

  /** A continuation of the root's header that is itself, as long as there are messages left. */
  @Test
  void aHeaderThatContinuesInItselfIsRefused() throws IOException {
    byte[] bytes = WeightFiles.keras("vgg16_notop.h5");
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) file.getLong(24 + 4 * 8 + 8); // in the root's symbol table entry
    file.putShort(header + 2, (short) 0xffff); // messages
    file.putShort(header + 16, (short) 16); // a continuation
    file.putShort(header + 18, (short) 16); // of 16 bytes:
    file.putLong(header + 24, header + 16); // at this message
    file.putLong(header + 32, 24);
    assertFalse(FILE.openOrRefuse(bytes, "a continuation of itself"));
  }

  private static void mutate(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(random.nextBoolean() ? 4_096 : bytes.length);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> file.putInt(Math.min(at & ~3, bytes.length - 4), random.nextInt());
      case 3 ->
          file.putLong(
              Math.min(at & ~7, bytes.length - 8),
              random.nextBoolean() ? random.nextLong(bytes.length) : random.nextLong());
      default -> {
        int from = random.nextInt(bytes.length);
        int count = Math.min(1 + random.nextInt(64), bytes.length - Math.max(at, from));
        System.arraycopy(bytes.clone(), from, bytes, at, count);
      }
    }
  }
}
