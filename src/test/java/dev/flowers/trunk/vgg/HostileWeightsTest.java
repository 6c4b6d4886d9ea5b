package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is done to a file, it is read or refused: no other exception, no hanging, no heap beyond
 * a bound.
 */
class HostileWeightsTest {

  /** A refusal reads each tensor at most; VGG16's sizes are divided by 256 here. */
  private static final HostileFile FILE = new HostileFile(Path.of("vgg16.npy"), 600, 32_000_000);

  /** What has a meaning for a pickle: opcodes with their arguments, lengths that lie, names. */
  private static final List<String> FRAGMENTS =
      List.of(
          "(",
          ".",
          "0",
          "1",
          "2",
          "N",
          "R",
          "a",
          "b",
          "d",
          "e",
          "l",
          "o",
          "s",
          "t",
          "u",
          "Q",
          ")",
          "]",
          "}",
          "\u0081",
          "\u0085",
          "\u0086",
          "\u0087",
          "\u0088",
          "\u0089",
          "\u008f",
          "\u0090",
          "\u0091",
          "\u0092",
          "\u0093",
          "\u0094",
          "\u0097",
          "\u0098",
          "h\u0000",
          "h\u0005",
          "h\u0010",
          "h ",
          "q\u0000",
          "q\u0007",
          "r\u00ff\u00ff\u00ff\u007f",
          "g0\n",
          "p0\n",
          "p999999999999\n",
          "I9999999999\n",
          "L-1L\n",
          "F1e999\n",
          "S'\\x00'\n",
          "V\\u0100\n",
          "K\u0000",
          "M\u00ff\u00ff",
          "J\u00ff\u00ff\u00ff\u00ff",
          "G\u007f\u00f01234567".substring(0, 9),
          "\u008a\u0001\u00ff",
          "\u008a\u00ff",
          "\u008b\u00ff\u00ff\u00ff\u007f",
          "\u008b\u00ff\u00ff\u00ff\u00ff",
          "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
          "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
          "\u0096\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000",
          "\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
          "T\u00ff\u00ff\u00ff\u00ff",
          "B\u00ff\u00ff\u00ff\u00ff",
          "X\u00ff\u00ff\u00ff\u00ff",
          "U\u0003abc",
          "C\u0002xy",
          "\u008c\u0004fc99",
          "cos\nsystem\n",
          "ios\nsystem\n",
          "c_codecs\nencode\n",
          "cnumpy\nndarray\n",
          "cnumpy\ndtype\n",
          "cnumpy.core.multiarray\n_reconstruct\n",
          "cnumpy.core.multiarray\nscalar\n",
          "cnumpy._core.numeric\n_frombuffer\n",
          "ccollections\nOrderedDict\n",
          "ccollections\ndefaultdict\n",
          "c__builtin__\nset\n",
          "cbuiltins\nbytearray\n");

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tenThousandMutationsAreReadOrRefused() throws IOException {
    List<byte[]> files = WeightFiles.FORMS.stream().map(WeightFiles::form).toList();
    int read = 0;
    for (int seed = 0; seed < 10_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = files.get(random.nextInt(files.size()));
      int mutations = 1 + random.nextInt(3);
      for (int i = 0; i < mutations; i++) {
        bytes = mutate(bytes, files.get(random.nextInt(files.size())), random);
      }
      read += FILE.openOrRefuse(bytes, "seed " + seed) ? 1 : 0;
    }
    // Mutations that leave all files whole, or none, would show nothing.
    assertTrue(read > 500 && read < 9_500, "files read: " + read);
  }

  @Test
  void anyOpcodesAreReadOrRefused() throws IOException {
    byte[] header = Arrays.copyOf(WeightFiles.form("protocol2"), 130);
    for (int seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = header;
      int opcodes = random.nextInt(60);
      for (int i = 0; i < opcodes; i++) {
        bytes = splice(bytes, bytes.length, bytes.length, fragment(random));
      }
      FILE.openOrRefuse(bytes, "seed " + seed);
    }
  }

  @Test
  void everyCutIsRefused() throws IOException {
    for (String form : List.of("python2-protocol0", "protocol2", "transposed-protocol5")) {
      byte[] bytes = WeightFiles.form(form);
      for (int length = 0; length < bytes.length; length += length < 1_000 ? 1 : 97) {
        boolean read = FILE.openOrRefuse(Arrays.copyOf(bytes, length), form + " cut at " + length);
        assertEquals(false, read, form + " cut at " + length);
      }
    }
  }

  private static byte[] mutate(byte[] bytes, byte[] other, SplittableRandom random) {
    // Values are most of a file, and may be anything: half of the places are among the opcodes.
    if (bytes.length == 0) {
      return other;
    }
    int reach = random.nextBoolean() ? Math.min(3_000, bytes.length) : bytes.length;
    int at = random.nextInt(reach);
    int length = Math.min(1 + random.nextInt(300), bytes.length - at);
    switch (random.nextInt(9)) {
      case 0 -> {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      }
      case 1 -> {
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        return changed;
      }
      case 2 -> {
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, 1 + at) : bytes;
      }
      case 3 -> {
        return splice(bytes, at, at + length, new byte[0]);
      }
      case 4 -> {
        byte[] noise = new byte[1 + random.nextInt(20)];
        random.nextBytes(noise);
        return splice(bytes, at, at, noise);
      }
      case 5 -> {
        return splice(bytes, at, at, fragment(random));
      }
      case 6 -> {
        byte[] fragment = fragment(random);
        return splice(bytes, at, Math.min(bytes.length, at + fragment.length), fragment);
      }
      case 7 -> {
        int from = random.nextInt(other.length);
        int to = Math.min(other.length, from + length);
        return splice(bytes, at, at, Arrays.copyOfRange(other, from, to));
      }
      default -> {
        return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
      }
    }
  }

  private static byte[] fragment(SplittableRandom random) {
    String fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
    return fragment
        .repeat(random.nextInt(8) == 0 ? 1 + random.nextInt(100) : 1)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] inserted) {
    ByteBuffer spliced = ByteBuffer.allocate(bytes.length - (to - from) + inserted.length);
    return spliced.put(bytes, 0, from).put(inserted).put(bytes, to, bytes.length - to).array();
  }
}
