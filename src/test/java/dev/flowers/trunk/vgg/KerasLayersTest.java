package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.npy.BytesChannel;
import dev.flowers.trunk.npy.Python2Pickle;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that keras/make_keras.py wrote, with the numbers of vgg16-py2.npy. */
class KerasLayersTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"vgg16.h5", "vgg16_model.h5"})
  void theTrunkIsThatOfTheNpyOfEqualNumbers(String name) throws IOException {
    VggTrunk trunk = converted("keras/" + name);
    assertEquals(WeightFiles.FINGERPRINT, trunk.fingerprint());
    assertEquals(VggTopology.VGG16_RELU6, trunk.topology());
  }

  @Test
  void convolutionsAloneEndAtPool5InEitherFormat() throws IOException {
    VggTrunk keras = converted("keras/vgg16_notop.h5");
    assertEquals(VggTopology.VGG16_POOL5, keras.topology());
    assertEquals(4, keras.width());
    Path npy = Files.write(temp.resolve("conv.npy"), convolutionsAsNpy());
    VggTrunk numpys = TrunkConverter.convert(npy, temp.resolve("conv"), bytes -> {});
    assertEquals(numpys.fingerprint(), keras.fingerprint());
    assertEquals(VggTopology.VGG16_POOL5, numpys.topology());
  }

  @Test
  void aStoreKnowsBothFilesAsOneTrunk() throws IOException {
    TrunkStore store = new TrunkStore(temp.resolve("store"));
    store.convert(WeightFiles.copy("py2", temp), bytes -> {});
    store.convert(WeightFiles.copyOf("keras/vgg16.h5", temp), bytes -> {});
    assertEquals(1, store.list().size());
    assertEquals(2, store.list().get(0).sources().size());
  }

  @Test
  void aBlockOfTheUsersBeforeTheFileIsPassedOver() throws IOException {
    // The base address in the superblock says where the file starts.
    byte[] bytes = WeightFiles.keras("vgg16.h5");
    byte[] moved = new byte[512 + bytes.length];
    System.arraycopy(bytes, 0, moved, 512, bytes.length);
    ByteBuffer.wrap(moved).order(ByteOrder.LITTLE_ENDIAN).putLong(512 + 24, 512);
    try (VggWeights weights = VggWeights.open(Path.of("x.h5"), new BytesChannel(moved))) {
      ByteBuffer value = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      weights.read(weights.tensors().get(0), 0, value);
      assertEquals(0xbe26c043, value.getInt(0));
    }
  }

  @Test
  void aLayerOfAnotherNameIsMissed() throws IOException {
    assertRefused(
        renamed("block3_conv2\0", "block3_conv9\0"),
        "layer conv3_2: found no entry of this name among ");
    assertRefused(renamed("fc1\0", "fd1\0"), "layer fc6: found no entry of this name among ");
  }

  @Test
  void aLayerMoreIsRefused() throws IOException {
    assertRefused(
        renamed("predictions\0", "predictionz\0"),
        "layer predictionz: found a layer that VGG16 does not have");
  }

  @Test
  void dataSetsOfOtherNamesAreRefused() throws IOException {
    assertRefused(
        renamed("block2_conv1_W_1:0\0", "block2_conv1_W_2:0\0"),
        "layer conv2_1: found the data sets /block2_conv1/block2_conv1_W_2:0, ");
  }

  @Test
  void aTypeThatIsNotFloatingPointIsNamed() throws IOException {
    byte[] bytes = WeightFiles.keras("vgg16.h5");
    // The first data type message of the first array: version 1, class 1, then its size.
    int at = WeightFiles.find(bytes, "\u0011 \u001f\0\u0004\0\0\0", 0);
    bytes[at + 8 + 4 + 2] = 5; // the exponent's size
    assertRefused(bytes, "of the type floating-point numbers of 4 bytes that are not IEEE 754's");
  }

  @Test
  void aTruncatedFileNamesTheLayerOrTheByte() throws IOException {
    byte[] bytes = WeightFiles.keras("vgg16.h5");
    assertRefused(Arrays.copyOf(bytes, bytes.length / 2), "bytes at byte ");
    assertRefused(Arrays.copyOf(bytes, 20), "found ");
  }

  @Test
  void anotherLayoutThanContiguousIsRefused() throws IOException {
    byte[] bytes = WeightFiles.keras("vgg16.h5");
    // The layout message: version 3, class 1 for contiguous.
    int at = WeightFiles.find(bytes, "\u0008\0\u0018\0\0\0\0\0\u0003\u0001", 0) + 9;
    bytes[at] = 0; // compact, of no more than 4 bytes
    bytes[at + 1] = 4;
    bytes[at + 2] = 0;
    assertRefused(bytes, "whose storage is compact, expected contiguous storage");
  }

  private byte[] renamed(String from, String to) {
    String file = new String(WeightFiles.keras("vgg16.h5"), StandardCharsets.ISO_8859_1);
    assertTrue(file.contains(from), from);
    return file.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  private void assertRefused(byte[] bytes, String part) throws IOException {
    Path name = Path.of("x.h5");
    MalformedWeightsException e =
        assertThrows(
            MalformedWeightsException.class,
            () -> VggWeights.open(name, new BytesChannel(bytes)).close());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("x.h5: "), message);
    assertTrue(message.contains(part), message);
    assertTrue(message.matches(".*found .*, expected .*"), message);
  }

  private VggTrunk converted(String name) throws IOException {
    return TrunkConverter.convert(
        WeightFiles.copyOf(name, temp), temp.resolve("trunk"), bytes -> {});
  }

  /** The convolutions of vgg16-py2.npy, in a file of their own. */
  private static byte[] convolutionsAsNpy() throws IOException {
    byte[] bytes = WeightFiles.bytes("py2");
    try (VggWeights all = VggWeights.open(Path.of("all"), new BytesChannel(bytes))) {
      List<TrunkLayer> layers = all.layers().subList(0, 13);
      byte[] file = WeightFiles.of(layers, 1, "");
      int tensor = 0;
      Python2Pickle pickle = new Python2Pickle();
      layers.forEach(l -> pickle.add(l.name(), l.weightsShape(), l.biases().shape()));
      for (Python2Pickle.Part part : pickle.finish()) {
        if (part instanceof Python2Pickle.Gap gap) {
          ByteBuffer values = ByteBuffer.wrap(file, (int) gap.offset(), (int) gap.length());
          all.read(all.tensors().get(tensor), 0, values);
          tensor++;
        }
      }
      return file;
    }
  }
}
