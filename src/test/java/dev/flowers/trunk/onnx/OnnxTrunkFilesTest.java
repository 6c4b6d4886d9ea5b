package dev.flowers.trunk.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxTrunkFilesTest {
  private static final Optional<NamedPreprocessing> NAMED =
      Optional.of(NamedPreprocessing.MINUS_ONE_TO_ONE);

  @TempDir Path directory;

  @Test
  void whatTheFileDeclaresIsRead() throws IOException {
    OnnxGraph graph = OnnxReader.read(OnnxFiles.copy("rows.onnx", directory));
    assertEquals("[photos float [n, 3, 8, 8]]", graph.inputs().toString());
    assertEquals("[rows float [n, 6]]", graph.outputs().toString());
    assertEquals(13, graph.opset());
    assertEquals(List.of(), graph.externalData());
    assertEquals(
        "[rows of any shape]",
        OnnxReader.read(OnnxFiles.copy("open.onnx", directory))
            .outputs()
            .toString()
            .replace(" float", ""));
  }

  @Test
  void aFolderIsReadAsTheHubHasIt() throws IOException {
    OnnxFiles.copy("rows.onnx", directory.resolve("net/onnx"));
    Files.move(directory.resolve("net/onnx/rows.onnx"), directory.resolve("net/onnx/model.onnx"));
    Path folder = directory.resolve("net");
    refused("found no such file, expected what is done to photos", folder, OutputChoice.only());
    PreprocessorConfig.write(
        NamedPreprocessing.IMAGENET.of(8), folder.resolve(PreprocessorConfig.FILE));
    OnnxTrunkFiles files = OnnxTrunkFiles.open(folder, Optional.empty(), OutputChoice.only());
    assertEquals(folder.resolve("onnx/model.onnx"), files.model());
    assertEquals("rows", files.output());
    PreprocessorConfig.write(
        NamedPreprocessing.IMAGENET.of(9), folder.resolve(PreprocessorConfig.FILE));
    refused("found photos of 9 pixels a side, expected 8", folder, OutputChoice.only());
    refused("found no ONNX model, expected model.onnx or", directory, OutputChoice.only());
  }

  @Test
  void outputsAreChosenByName() throws IOException {
    Path two = OnnxFiles.copy("two.onnx", directory);
    refused(
        "found outputs first float [n, 6]; second float [n, 6], expected one, or --output",
        two,
        OutputChoice.only());
    refused("found no output third, expected one of first", two, named("third"));
    assertEquals("second", OnnxTrunkFiles.open(two, NAMED, named("second")).output());
  }

  @Test
  void tokensAreChosenByOption() throws IOException {
    Path tokens = OnnxFiles.copy("tokens.onnx", directory);
    refused("found tokens, expected --tokens first", tokens, OutputChoice.only());
    OutputChoice mean = new OutputChoice(Optional.empty(), Optional.of(TokenPooling.MEAN));
    refused("found no tokens", OnnxFiles.copy("rows.onnx", directory), mean);
    assertEquals(Optional.of(TokenPooling.MEAN), OnnxTrunkFiles.open(tokens, NAMED, mean).tokens());
  }

  @Test
  void theFingerprintIsOfAllThatTheNumbersDependOn() throws IOException {
    Path two = OnnxFiles.copy("two.onnx", directory);
    Path tokens = OnnxFiles.copy("tokens.onnx", directory);
    Path external = OnnxFiles.copy("external/model.onnx", directory);
    Set<String> prints = new HashSet<>();
    prints.add(OnnxTrunkFiles.open(two, NAMED, named("first")).fingerprint());
    prints.add(OnnxTrunkFiles.open(two, NAMED, named("second")).fingerprint());
    for (NamedPreprocessing other : NamedPreprocessing.values()) {
      prints.add(OnnxTrunkFiles.open(two, Optional.of(other), named("first")).fingerprint());
    }
    for (TokenPooling pooling : TokenPooling.values()) {
      OutputChoice choice = new OutputChoice(Optional.empty(), Optional.of(pooling));
      prints.add(OnnxTrunkFiles.open(tokens, NAMED, choice).fingerprint());
    }
    prints.add(OnnxTrunkFiles.open(external, NAMED, OutputChoice.only()).fingerprint());
    Path weights = external.resolveSibling("weights.bin");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[5] ^= 1;
    Files.write(weights, bytes);
    prints.add(OnnxTrunkFiles.open(external, NAMED, OutputChoice.only()).fingerprint());
    assertEquals(9, prints.size(), prints.toString());
    assertTrue(prints.stream().allMatch(print -> print.matches("[0-9a-f]{64}")));
  }

  @Test
  void theSameNetworkElsewhereHasTheSameFingerprint() throws IOException {
    Path here = OnnxFiles.copy("rows.onnx", directory);
    Path folder = Files.createDirectories(directory.resolve("there"));
    Files.copy(here, folder.resolve("model.onnx"));
    PreprocessorConfig.write(
        NamedPreprocessing.MINUS_ONE_TO_ONE.of(8), folder.resolve(PreprocessorConfig.FILE));
    assertEquals(
        OnnxTrunkFiles.open(here, NAMED, OutputChoice.only()).fingerprint(),
        OnnxTrunkFiles.open(folder, Optional.empty(), named("rows")).fingerprint());
    assertNotEquals(
        OnnxTrunkFiles.open(here, NAMED, OutputChoice.only()).fingerprint(),
        OnnxTrunkFiles.open(OnnxFiles.copy("fixed.onnx", directory), NAMED, OutputChoice.only())
            .fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "'version https://git-lfs.github.com/spec/v1', a Git LFS pointer",
    "'<!DOCTYPE html><html>', a web page",
    "'', an empty file",
    "'hello, this is no model', 'found field 13 of wire type'",
  })
  void whatIsNoOnnxIsSaid(String content, String expected) throws IOException {
    Path file = Files.writeString(directory.resolve("x.onnx"), content);
    String message = refused("", file, OutputChoice.only());
    assertTrue(message.contains(expected) || expected.startsWith("found field"), message);
    assertTrue(message.contains("found ") && message.contains(", expected "), message);
  }

  @Test
  void everyCutIsRefused() throws IOException {
    for (String name : List.of("rows.onnx", "tokens.onnx", "external/model.onnx")) {
      Path file = OnnxFiles.copy(name, directory);
      byte[] bytes = OnnxFiles.bytes(name);
      for (int length = 0; length < bytes.length; length += length < 300 ? 1 : 37) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertThrows(
            MalformedOnnxException.class, () -> OnnxReader.read(file), name + " cut at " + length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows.onnx", "external/model.onnx"})
  void aMutatedFileIsReadOrRefused(String name) throws IOException {
    Path file = OnnxFiles.copy(name, directory);
    Mutations.check(file, file.toString(), () -> OnnxReader.read(file));
  }

  /** The location has eleven characters, and so have these. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "../a/passwd", "a/../../b.c", "*/_ORT_MEM_", "C:\\weig.bin"})
  void numbersOutsideTheFolderAreRefused(String location) throws IOException {
    Files.writeString(directory.resolve("b.c"), "x".repeat(5000));
    Path file = OnnxFiles.copy("external/model.onnx", directory);
    relocate(file, location);
    String message = refused("", file, OutputChoice.only());
    assertTrue(message.contains("expected a file in the model's folder"), message);
  }

  @Test
  void aLinkThatLeavesTheFolderIsRefused() throws IOException {
    Path file = OnnxFiles.copy("external/model.onnx", directory);
    Path weights = file.resolveSibling("weights.bin");
    Files.move(weights, directory.resolve("elsewhere.bin"));
    Files.createSymbolicLink(weights, directory.resolve("elsewhere.bin"));
    String message = refused("", file, OutputChoice.only());
    assertTrue(message.contains("expected a file in the model's folder"), message);
    Files.delete(weights);
    Files.move(directory.resolve("elsewhere.bin"), file.resolveSibling("inside.bin"));
    Files.createSymbolicLink(weights, Path.of("inside.bin"));
    assertEquals(
        List.of(file.resolveSibling("inside.bin").toRealPath()),
        OnnxTrunkFiles.open(file, NAMED, OutputChoice.only()).externalFiles());
  }

  @Test
  void numbersThatAreNotAllThereAreRefused() throws IOException {
    Path file = OnnxFiles.copy("external/model.onnx", directory);
    Path weights = file.resolveSibling("weights.bin");
    Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 4607));
    String message = refused("", file, OutputChoice.only());
    assertTrue(
        message.contains("found bytes 0 to 4608 of weights.bin, which has 4607, expected"),
        message);
    Files.delete(weights);
    assertTrue(refused("", file, OutputChoice.only()).contains("found no file weights.bin"));
  }

  private static void relocate(Path file, String location) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("weights.bin"));
    String changed = text.replace("weights.bin", (location + " ".repeat(11)).substring(0, 11));
    Files.writeString(file, changed, StandardCharsets.ISO_8859_1);
  }

  private static OutputChoice named(String output) {
    return new OutputChoice(Optional.of(output), Optional.empty());
  }

  private static String refused(String problem, Path place, OutputChoice choice) {
    Optional<NamedPreprocessing> named = Files.isDirectory(place) ? Optional.empty() : NAMED;
    String message =
        String.valueOf(
            assertThrows(
                    MalformedOnnxException.class, () -> OnnxTrunkFiles.open(place, named, choice))
                .getMessage());
    assertTrue(message.contains(problem), message);
    assertTrue(message.startsWith(place.toString()), message);
    return message;
  }
}
