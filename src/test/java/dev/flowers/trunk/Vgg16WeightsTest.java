package dev.flowers.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class Vgg16WeightsTest {
  @SuppressWarnings("unused") // named by FieldSource
  private static final List<String> STYLES = WeightFiles.STYLES;

  @TempDir Path temp;

  @ParameterizedTest
  @FieldSource("STYLES")
  void readsEveryStyleInNetworkOrder(String style) throws IOException {
    try (Vgg16Weights weights = Vgg16Weights.open(WeightFiles.copy(style, temp))) {
      assertEquals(TrunkLayer.NAMES, weights.layers().stream().map(TrunkLayer::name).toList());
      assertEquals(List.of(3, 3, 2, 2), weights.layers().get(5).weightsShape());
      assertEquals(List.of(196, 32), weights.layers().get(13).weightsShape());
      assertEquals(29_096, weights.bytes());
    }
  }

  @ParameterizedTest
  @FieldSource("STYLES")
  void valuesAreNumpys(String style) throws IOException {
    try (Vgg16Weights weights = Vgg16Weights.open(WeightFiles.copy(style, temp))) {
      assertEquals(0xbe26c043, bits(weights, "conv1_1", TrunkTensor.WEIGHTS, 0));
      assertEquals(0xbdce6333, bits(weights, "conv1_1", TrunkTensor.WEIGHTS, 26));
      assertEquals(0xbf6b9652, bits(weights, "conv3_2", TrunkTensor.WEIGHTS, 21));
      assertEquals(0xbdcda214, bits(weights, "conv5_3", TrunkTensor.WEIGHTS, 110));
      assertEquals(0xbd602180, bits(weights, "fc6", TrunkTensor.WEIGHTS, 6271));
      assertEquals(
          0.008106555f, Float.intBitsToFloat(bits(weights, "fc6", TrunkTensor.BIASES, 31)));
    }
  }

  @Test
  void closingTwiceIsFineAndReadingAfterIsRefused() throws IOException {
    Vgg16Weights weights = Vgg16Weights.open(WeightFiles.copy("py2", temp));
    weights.close();
    weights.close();
    assertThrows(ClosedChannelException.class, () -> bits(weights, "fc6", "weights", 0));
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = temp.resolve("vgg16.npy");
    NoSuchFileException e =
        assertThrows(NoSuchFileException.class, () -> Vgg16Weights.open(missing));
    assertEquals(missing.toString(), e.getFile());
  }

  @Test
  void aDirectoryIsRefused() {
    MalformedWeightsException e =
        assertThrows(MalformedWeightsException.class, () -> Vgg16Weights.open(temp));
    assertEquals(temp + ": found a directory; expected a vgg16.npy", e.getMessage());
  }

  @Test
  void aMissingLayerIsNamed() throws IOException {
    byte[] bytes = WeightFiles.patch(WeightFiles.bytes("py2"), 0, "conv3_2", "conv3_9");
    assertMalformed(bytes, "layer conv3_2: found no entry of this name; expected all of conv1_1, ");
  }

  @Test
  void aTrunkWithoutItsDenseLayerIsRefused() throws IOException {
    byte[] bytes = WeightFiles.patch(WeightFiles.bytes("dict"), 0, "fc6", "fc9");
    assertMalformed(bytes, "layer fc6: found no entry of this name; expected all of conv1_1, ");
  }

  @Test
  void bigEndianIsRefused() throws IOException {
    byte[] bytes = WeightFiles.patch(WeightFiles.bytes("py2"), 128, "U\u0001<", "U\u0001>");
    assertMalformed(
        bytes,
        "layer conv1_1: found weights of the dtype '>f4'; expected '<f4', little-endian float32");
  }

  @Test
  void doubleAndHalfPrecisionAreRefused() throws IOException {
    byte[] doubles = WeightFiles.patch(WeightFiles.bytes("py2"), 0, "U\u0002f4", "U\u0002f8");
    assertMalformed(doubles, "layer conv1_1: found weights of the dtype '<f8'; expected '<f4'");
    byte[] halves = WeightFiles.patch(WeightFiles.bytes("py4"), 0, "f4", "f2");
    assertMalformed(halves, "layer conv1_1: found weights of the dtype '<f2'; expected '<f4'");
  }

  @Test
  void fortranOrderIsRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    // The flag is the last thing before an array's bytes.
    int data = WeightFiles.find(bytes, "\u0089U$", WeightFiles.find(bytes, "conv1_2", 0));
    bytes[data] = (byte) 0x88;
    assertMalformed(bytes, "layer conv1_2: found weights in Fortran order; expected C order");
  }

  @Test
  void sizesThatDoNotFitTheBytesAreRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    byte[] wider =
        WeightFiles.patch(
            bytes,
            WeightFiles.find(bytes, "conv1_2", 0),
            "(K\u0003K\u0003K\u0001",
            "(K\u0003K\u0004");
    assertMalformed(
        wider,
        "layer conv1_2: found weights in 36 bytes at byte ",
        "; expected four bytes for each value of shape [3, 4, 1, 1]");
  }

  @Test
  void aKernelThatIsNotThreeByThreeIsRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    byte[] flat =
        WeightFiles.patch(
            bytes,
            WeightFiles.find(bytes, "conv1_2", 0),
            "(K\u0003K\u0003K\u0001K\u0001",
            "(K\u0001K\u0009K\u0001K\u0001");
    assertMalformed(
        flat,
        "layer conv1_2: found weights of shape [1, 9, 1, 1]; expected [3, 3, 1, outputs], as"
            + " conv1_1 has 1 channels");
  }

  @Test
  void biasesOfAnotherLengthAreRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    // conv3_1 goes from one channel to two: turned round, its biases are one too many.
    byte[] turned =
        WeightFiles.patch(
            bytes, WeightFiles.find(bytes, "conv3_1", 0), "K\u0001K\u0002t", "K\u0002K\u0001t");
    assertMalformed(
        turned, "layer conv3_1: found biases of shape [2]; expected [1], one for each output");
  }

  @Test
  void anEmptyDimensionIsRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    byte[] empty =
        WeightFiles.patch(
            bytes, WeightFiles.find(bytes, "conv1_2", 0), "K\u0001K\u0001t", "K\u0001K\u0000t");
    assertMalformed(
        empty, "layer conv1_2: found weights of shape [3, 3, 1, 0]; expected sizes from 1");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("py4");
    for (int length = 0; length < bytes.length; length += length < 2000 ? 1 : 211) {
      assertMalformed(Arrays.copyOf(bytes, length), "; expected ");
    }
  }

  @Test
  void truncationNamesTheByte() throws IOException {
    assertMalformed(
        Arrays.copyOf(WeightFiles.bytes("py2"), 20_000),
        "at byte 5489: ",
        "more bytes; expected a string of 25088: the file is truncated or damaged");
  }

  private void assertMalformed(byte[] bytes, String... parts) throws IOException {
    Path file = temp.resolve("bad.npy");
    // Some file systems flush a file that is overwritten: thousands of times that takes long.
    Files.deleteIfExists(file);
    Files.write(file, bytes);
    MalformedWeightsException e =
        assertThrows(
            MalformedWeightsException.class, () -> Vgg16Weights.open(file).close(), parts[0]);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertFalse(message.contains("null"), message);
  }

  private static int bits(Vgg16Weights weights, String layer, String role, int index)
      throws IOException {
    StoredTensor stored =
        weights.tensors().stream()
            .filter(t -> t.tensor().fileName().equals(layer + "." + role))
            .findFirst()
            .orElseThrow();
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    weights.read(stored, (long) index * Float.BYTES, buffer);
    return buffer.getInt(0);
  }
}
