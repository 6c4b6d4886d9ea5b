package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.Mutations;
import dev.flowers.trunk.MalformedWeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VggTrunkTest {
  @TempDir Path temp;
  private Path directory = Path.of("");
  private Path json = Path.of("");

  @BeforeEach
  void convert() throws IOException {
    directory = temp.resolve("trunk");
    json = directory.resolve("trunk.json");
    TrunkConverter.convert(WeightFiles.copy("py2", temp), directory, bytes -> {});
  }

  @Test
  void aMovedDirectoryIsRead() throws IOException {
    Path moved = Files.move(directory, temp.resolve("elsewhere"));
    VggTrunk trunk = VggTrunk.read(moved);
    assertEquals(moved, trunk.directory());
    assertEquals(moved.resolve("conv1_1.weights"), trunk.weights(trunk.layers().get(0)));
  }

  @Test
  void vgg16IsToldFromASmallerNet() throws IOException {
    VggTrunk small = VggTrunk.read(directory);
    MalformedWeightsException e =
        assertThrows(MalformedWeightsException.class, small::requireFullSize);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("expected VGG16's [3, 3, 3, 64]"), message);
    List<TrunkLayer> layers = new SeededVgg(0, 1).trunkLayers();
    VggTrunk vgg16 = new VggTrunk(directory, layers, small.fingerprint(), small.sources());
    assertEquals(vgg16, vgg16.requireFullSize());
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    Path file = directory.resolve("conv4_2.weights");
    Files.delete(file);
    assertRefused(file + ": found no such file; expected 576 bytes: convert again");
  }

  @Test
  void aShortTensorIsNamed() throws IOException {
    Path file = directory.resolve("fc6.biases");
    Files.write(file, new byte[5]);
    assertRefused(file + ": found 5 bytes; expected 128 for shape [32]: convert again");
  }

  @Test
  void aMissingDescriptionIsNamed() throws IOException {
    Files.delete(json);
    assertRefused(json + ": found no such file; expected the description of converted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": 2|\"version\": 1|found version 1, expected 2: made by another version",
        "flowers-vgg16 trunk|other|found format \"other\", expected \"flowers-vgg16 trunk\"",
        "\"fingerprint\": \"|\"fingerprint\": \"X|expected 64 hexadecimal digits",
        "\"fingerprint\"|\"none\"|found no \"fingerprint\" at $, expected",
        "\"conv1_1\"|\"../../etc\"|found layers [../../etc, conv1_2",
        "\"conv1_1\"|null|found null at $.layers[0].name, expected a text",
        "\"layers\"|\"strata\"|found no \"layers\" at $, expected",
        "\"sources\"|\"origins\"|found no \"sources\" at $, expected",
        "\"sample\"|\"taste\"|found no \"sample\" at $.sources[0], expected",
        "\"modified\": \"|\"modified\": \"when |at $.sources[0].modified, expected a time as",
        "\"size\": |\"size\": x|found bad JSON",
        "{|[|found a list at $, expected an object"
      })
  void aChangedDescriptionIsRefused(String found, String replacement, String message)
      throws IOException {
    String text = Files.readString(json);
    assertTrue(text.contains(found), text);
    Files.writeString(json, text.replaceFirst(java.util.regex.Pattern.quote(found), replacement));
    assertRefused(message);
  }

  @Test
  void anEmptyOrHugeDescriptionIsRefused() throws IOException {
    Files.writeString(json, "");
    assertRefused("found nothing");
    Files.write(json, new byte[20_000_000]);
    assertRefused("found 20000000 bytes, expected at most 16777216");
    Files.write(json, new byte[] {(byte) 0xff, 0, '{'});
    assertRefused("found no UTF-8 at byte 0, expected text in UTF-8: convert again");
  }

  @Test
  void anyDamageIsRefusedNamingAFile() throws IOException {
    Mutations.check(json, directory.toString(), () -> VggTrunk.read(directory));
  }

  @Test
  void shapesBeyondAllDisksAreRefused() throws IOException {
    String huge = Integer.toString(Integer.MAX_VALUE);
    Files.writeString(
        json,
        Files.readString(json).replaceAll("(?<=\\D3,\\s{1,20}3,\\s{1,20}\\d,\\s{1,20})\\d+", huge));
    assertRefused("convert again");
  }

  private void assertRefused(String part) {
    MalformedWeightsException e =
        assertThrows(MalformedWeightsException.class, () -> VggTrunk.read(directory));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(part) && message.startsWith(directory.toString()), message);
  }
}
