package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.MalformedWeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class VggWeightsTest {
  @SuppressWarnings("unused") // named by FieldSource
  private static final List<String> STYLES = WeightFiles.STYLES;

  @TempDir Path temp;

  @ParameterizedTest
  @FieldSource("STYLES")
  void readsEveryStyleInNetworkOrder(String style) throws IOException {
    try (VggWeights weights = VggWeights.open(WeightFiles.copy(style, temp))) {
      assertEquals(
          VggTopology.VGG16_RELU6.layerNames(),
          weights.layers().stream().map(TrunkLayer::name).toList());
      assertEquals(List.of(3, 3, 2, 2), weights.layers().get(5).weightsShape());
      assertEquals(List.of(196, 32), weights.layers().get(13).weightsShape());
      assertEquals(29_096, weights.bytes());
    }
  }

  @ParameterizedTest
  @FieldSource("STYLES")
  void valuesAreNumpys(String style) throws IOException {
    try (VggWeights weights = VggWeights.open(WeightFiles.copy(style, temp))) {
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
    VggWeights weights = VggWeights.open(WeightFiles.copy("py2", temp));
    weights.close();
    weights.close();
    assertThrows(ClosedChannelException.class, () -> bits(weights, "fc6", "weights", 0));
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = temp.resolve("vgg16.npy");
    NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> VggWeights.open(missing));
    assertEquals(missing.toString(), e.getFile());
  }

  @Test
  void aDirectoryIsRefused() {
    MalformedWeightsException e =
        assertThrows(MalformedWeightsException.class, () -> VggWeights.open(temp));
    assertEquals(
        temp + ": found a directory, expected a file of weights: a vgg16.npy, for instance",
        e.getMessage());
  }

  @Test
  void aMissingLayerIsNamed() throws IOException {
    byte[] bytes = WeightFiles.patch(WeightFiles.bytes("py2"), 0, "conv3_2", "conv3_9");
    assertMalformed(
        bytes,
        "layer conv3_2: found no entry of this name among conv1_1, conv1_2, ",
        ", … (16), expected all of conv1_1, ");
  }

  @Test
  void denseLayersWithoutTheFirstAreRefused() throws IOException {
    byte[] bytes = WeightFiles.patch(WeightFiles.bytes("py2"), 0, "fc6", "fc9");
    assertMalformed(
        bytes, "layer fc6: found no entry of this name among ", ", expected all of conv1_1, ");
    assertMalformed(
        WeightFiles.patch(WeightFiles.bytes("dict"), 0, "fc6", "fc9"),
        "layer fc9: found a layer that VGG16 does not have");
  }

  @Test
  void theLayersSayWhichNetworkItIs() throws IOException {
    for (VggTopology topology : VggTopology.values()) {
      Path npy = temp.resolve(topology.id() + ".npy");
      new SeededVgg(topology, 1, 256).write(npy, bytes -> {});
      try (VggWeights weights = VggWeights.open(npy)) {
        assertEquals(
            topology.layerNames(), weights.layers().stream().map(TrunkLayer::name).toList());
      }
    }
  }

  @Test
  void bigEndianIsTurned() throws IOException {
    byte[] bytes = WeightFiles.patch(WeightFiles.bytes("py2"), 128, "U\u0001<", "U\u0001>");
    Path file = Files.write(temp.resolve("big.npy"), bytes);
    try (VggWeights weights = VggWeights.open(file)) {
      assertEquals(0x43c026be, bits(weights, "conv1_1", TrunkTensor.WEIGHTS, 0));
    }
  }

  @Test
  void aTypeOfAnotherSizeThanTheBytesIsRefused() throws IOException {
    byte[] doubles = WeightFiles.patch(WeightFiles.bytes("py2"), 0, "U\u0002f4", "U\u0002f8");
    assertMalformed(
        doubles,
        "layer conv1_1: found weights in 108 bytes at byte ",
        ", expected 8 bytes for each value of shape [3, 3, 3, 1]");
  }

  @Test
  void typesThatAreNotFloatingPointAreRefused() throws IOException {
    for (String type : List.of("i4", "u1", "c8", "V2", "M8", "b1", "fx")) {
      byte[] bytes = WeightFiles.patch(WeightFiles.bytes("py4"), 0, "f4", type);
      assertMalformed(
          bytes,
          "layer conv1_1: found weights of the dtype '<" + type + "', expected '<f4', or another");
    }
  }

  @Test
  void fortranOrderIsTransposed() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    // The flag is the last thing before an array's bytes.
    int data = WeightFiles.find(bytes, "\u0089U$", WeightFiles.find(bytes, "conv1_2", 0));
    bytes[data] = (byte) 0x88;
    Path file = Files.write(temp.resolve("fortran.npy"), bytes);
    try (VggWeights turned = VggWeights.open(file);
        VggWeights weights = VggWeights.open(WeightFiles.copy("py2", temp))) {
      for (int i = 0; i < 9; i++) {
        assertEquals(
            bits(weights, "conv1_2", TrunkTensor.WEIGHTS, i),
            bits(turned, "conv1_2", TrunkTensor.WEIGHTS, i % 3 * 3 + i / 3));
      }
    }
  }

  @Test
  void oneOfVgg19sConvolutionsWantsTheOthers() throws IOException {
    List<TrunkLayer> layers = new ArrayList<>(new SeededVgg(0, 512).layers());
    for (String name : List.of("conv3_4", "conv5_4")) {
      layers.add(new TrunkLayer(name, List.of(3, 3, 1, 1)));
    }
    assertMalformed(
        WeightFiles.of(layers, 1, ""),
        "layer conv4_4: found no entry of this name among conv1_1, ",
        "conv4_3, conv4_4, conv5_1, ");
  }

  @Test
  void anUnknownLayerIsRefused() throws IOException {
    List<TrunkLayer> layers = new ArrayList<>(new SeededVgg(0, 512).layers());
    layers.add(new TrunkLayer("conv1_3", List.of(3, 3, 1, 1)));
    assertMalformed(
        WeightFiles.of(layers, 1, ""),
        "layer conv1_3: found a layer that VGG16 does not have, expected no layers but conv1_1, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h\u00ef", // the array itself
        "h\u00ef\u0085", // in a tuple
        "](}(K\u0001h\u00efue", // in a dictionary, in a list
        "]q\u00ff(h\u00ffh\u00efe" // in a list that holds itself
      })
  void anArrayBesideTheLayersIsRefused(String opcodes) throws IOException {
    assertMalformed(
        withEntry("U\u0004mean" + opcodes),
        "layer mean: found a layer that VGG16 does not have, expected no layers but conv1_1, ");
    assertMalformed(
        withEntry("K\u0007" + opcodes),
        "layer without a name: found an array, expected arrays under the names of VGG16's layers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "K\u0001",
        "]q\u00ff(h\u00ffNe", // a list that holds itself
        "}(K\u0001\u0088K\u0001\u0089u"
      })
  void whatHoldsNoArrayMayStandBesideTheLayers(String opcodes) throws IOException {
    for (String key : List.of("U\u0004mean", "K\u0007", "K\u0007\u0085", "N", "G12345678")) {
      Path file = Files.write(temp.resolve("more.npy"), withEntry(key + opcodes));
      try (VggWeights weights = VggWeights.open(file)) {
        assertEquals(29_096, weights.bytes());
      }
    }
  }

  /** A name that a terminal would obey must not reach it. */
  @Test
  void theNameOfAnUnknownLayerCannotForgeTheMessage() throws IOException {
    assertMalformed(withEntry("U\u0004m\u001b\r\nh\u00ef"), "layer m???: found a layer");
  }

  @Test
  void furtherArraysInALayerAreRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("dict");
    byte[] other = WeightFiles.patch(bytes, 0, "biases", "betas!");
    assertMalformed(
        other, "layer conv1_1: found an array 'betas!', expected two arrays, weights and biases");
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
        ", expected 4 bytes for each value of shape [3, 4, 1, 1]");
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
        "layer conv1_2: found weights of shape [1, 9, 1, 1], expected [3, 3, 1, outputs], as"
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
        turned, "layer conv3_1: found biases of shape [2], expected [1], one for each output");
  }

  @Test
  void anEmptyDimensionIsRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    byte[] empty =
        WeightFiles.patch(
            bytes, WeightFiles.find(bytes, "conv1_2", 0), "K\u0001K\u0001t", "K\u0001K\u0000t");
    assertMalformed(
        empty, "layer conv1_2: found weights of shape [3, 3, 1, 0], expected sizes from 1");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] bytes = WeightFiles.bytes("py4");
    for (int length = 0; length < bytes.length; length += length < 2000 ? 1 : 211) {
      assertMalformed(Arrays.copyOf(bytes, length), ", expected ");
    }
  }

  @Test
  void truncationNamesTheByte() throws IOException {
    assertMalformed(
        Arrays.copyOf(WeightFiles.bytes("py2"), 20_000),
        "at byte 5489: ",
        "more bytes, expected a string of 25088: the file is truncated or damaged");
  }

  /** The fixture of all layers, and one entry more. */
  private static byte[] withEntry(String opcodes) {
    String file = new String(WeightFiles.bytes("py2"), StandardCharsets.ISO_8859_1);
    int end = file.length() - "uatq\u00f3b.".length();
    assertEquals("uatq\u00f3b.", file.substring(end));
    return (file.substring(0, end) + opcodes + file.substring(end))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private void assertMalformed(byte[] bytes, String... parts) throws IOException {
    Path file = temp.resolve("bad.npy");
    // Some file systems flush a file that is overwritten: thousands of times that takes long.
    Files.deleteIfExists(file);
    Files.write(file, bytes);
    MalformedWeightsException e =
        assertThrows(
            MalformedWeightsException.class, () -> VggWeights.open(file).close(), parts[0]);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertFalse(message.contains("null"), message);
  }

  private static int bits(VggWeights weights, String layer, String role, int index)
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
