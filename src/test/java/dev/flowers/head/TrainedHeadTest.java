package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.storage.Mutations;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainedHeadTest {
  private static final List<String> CLASSES = List.of("daisy", "rose");

  @TempDir Path dir;

  @Test
  void computesWhatPencilAndPaperGive() {
    // x = (1, 2): hidden = relu(1·(1,-1,0) + 2·(0,1,-1) + (0,0,1)) = relu(1, 1, -1) = (1, 1, 0);
    // logits = (1,0) + (0,1)·ln 3 … = (1, 1 + ln 3): probabilities 1/4 and 3/4.
    float[] probabilities = head(0).probabilities(new float[] {1, 2});
    assertArrayEquals(new float[] {0.25f, 0.75f}, probabilities, 1e-6f);
  }

  @Test
  void aBatchGivesTheBitsOfOneByOne() {
    float[][] embeddings = {{1, 2}, {-3, 0}, {0.1f, 1e6f}};
    float[][] batch = head(0).probabilities(embeddings);
    for (int n = 0; n < embeddings.length; n++) {
      assertArrayEquals(head(0).probabilities(embeddings[n]), batch[n]);
      assertEquals(1, batch[n][0] + batch[n][1], 1e-6);
    }
  }

  @Test
  void refusesACodeOfAnotherWidth() {
    assertThrows(IllegalArgumentException.class, () -> head(0).probabilities(new float[3]));
  }

  @Test
  void comesBackFromItsDirectory() throws IOException {
    TrainedHead head = head(0);
    head.save(dir.resolve("a/head"));
    TrainedHead loaded = TrainedHead.load(dir.resolve("a/head"));
    assertEquals(CLASSES, loaded.classes());
    assertEquals(head.provenance(), loaded.provenance());
    assertEquals(2, loaded.layers().size());
    for (int i = 0; i < 2; i++) {
      assertEquals(head.layers().get(i).weights(), loaded.layers().get(i).weights());
      assertEquals(head.layers().get(i).bias(), loaded.layers().get(i).bias());
    }
  }

  @Test
  void theFilesAreRawLittleEndianFloatsInMatMulsLayout() throws IOException {
    head(0).save(dir);
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(matrix("weights1"))).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(24, bytes.remaining());
    assertEquals(-1, bytes.getFloat(4), "row 0, column 1");
  }

  @Test
  void savingAgainReplacesAndLeavesNothingBehind() throws IOException {
    head(0).save(dir);
    head(1).save(dir);
    assertEquals(1, TrainedHead.load(dir).layers().get(1).bias().get(0) - 1);
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(5, files.count());
    }
  }

  @Test
  void aSaveThatStoppedLeavesTheOldHead() throws IOException {
    head(0).save(dir);
    // As it is before head.json is replaced: the new matrices are there beside the old ones.
    Files.write(dir.resolve("weights1-0123456789abcdef.f32"), new byte[24]);
    Files.write(dir.resolve("head.json.partial"), new byte[3]);
    assertEquals(1, TrainedHead.load(dir).layers().get(1).bias().get(0));
  }

  @Test
  void namesTheMatrixThatIsMissingTruncatedOrChanged() throws IOException {
    head(0).save(dir);
    Path file = matrix("weights1");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, 23));
    assertRefused("weights1", "23 bytes, expected 24");
    bytes[5] ^= 1;
    Files.write(file, bytes);
    assertRefused("weights1", "SHA-256");
    Files.delete(file);
    assertRefused("weights1", "missing");
  }

  @Test
  void refusesAnotherVersionNamingBoth() throws IOException {
    edit("\"format\": 1", "\"format\": 2");
    assertRefused("head.json", "found format 2, expected 1");
  }

  @Test
  void aHeadOfAnEarlierVersionHasThePartsThatItsSplitGaveThen() throws IOException {
    head(0).save(dir);
    Path file = dir.resolve("head.json");
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    json.getAsJsonObject("provenance").remove("parts");
    Files.writeString(file, json.toString());
    Provenance read = TrainedHead.load(dir).provenance();
    assertEquals(head(0).provenance(), read);
    for (int i = 0; i < 50; i++) {
      assertEquals(Split.standard().of("photo" + i), read.part("photo" + i, i % 2));
    }
  }

  @Test
  void aHeadThatIsOlderThanCalibrationHasNoTemperature() throws IOException {
    head(0).save(dir);
    Path file = dir.resolve("head.json");
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals(
        1.25,
        json.getAsJsonObject("provenance").remove("temperature").getAsDouble(),
        "was written");
    Files.writeString(file, json.toString());
    TrainedHead old = TrainedHead.load(dir);
    assertEquals(OptionalDouble.empty(), old.provenance().temperature());
    assertArrayEquals(
        head(0).probabilities(new float[] {1, 2}), old.probabilities(new float[] {1, 2}));
  }

  /** Label smoothing, weight decay, schedule and class weights came later. */
  @Test
  void optionsThatAreOlderThanSomeMeanWhatTheyMeantThen() throws IOException {
    head(0).save(dir);
    Path file = dir.resolve("head.json");
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    json.getAsJsonObject("provenance")
        .add(
            "options",
            JsonParser.parseString(
                """
                {"hidden": 512, "dropout": 0.5, "epochs": 30, "batchSize": 64,
                 "learningRate": 0.001, "seed": 3, "patience": 5}
                """));
    Files.writeString(file, json.toString());
    assertEquals(
        new HeadOptions(
            512,
            0.5f,
            30,
            5,
            64,
            0.001f,
            LearningRateSchedule.CONSTANT,
            0,
            0,
            ClassWeights.NONE,
            false,
            3),
        TrainedHead.load(dir).provenance().options());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '\'',
      value = {
        "\"inputs\": 2 > \"inputs\": 2000000000",
        "\"outputs\": 3 > \"outputs\": -3",
        "\"rose\" > \"rose\", \"tulip\"",
        "\"file\": \"bias > \"file\": \"../bias",
        "\"bestEpoch\": 1 > \"bestEpoch\": 2",
        "\"provenance\" > \"origin\"",
        "\"layers\": [ > \"layers\": [ {\"inputs\": 1, \"outputs\": 2},"
      })
  void refusesAJsonThatDescribesNoHead(String from, String to) throws IOException {
    edit(from, to);
    assertRefused(dir.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{", "3", "{\"format\": []}", "{\"format\": 1}"})
  void refusesWhatIsNoSuchJson(String text) throws IOException {
    head(0).save(dir);
    Files.writeString(dir.resolve("head.json"), text);
    assertRefused("head.json");
  }

  @Test
  void anyDamageIsRefusedNamingAFile() throws IOException {
    head(0).save(dir);
    Mutations.check(
        dir.resolve("head.json"),
        dir.toString(),
        () -> {
          TrainedHead.open(dir);
          TrainedHead.load(dir);
        });
  }

  @Test
  void openingGivesTheSameNumbersAndChecksTheSizesAlone() throws IOException {
    TrainedHead head = head(0);
    head.save(dir);
    float[] values = {0.5f, -2};
    assertArrayEquals(head.probabilities(values), TrainedHead.open(dir).probabilities(values));
    Path file = matrix("weights1");
    byte[] bytes = Files.readAllBytes(file);
    bytes[5] ^= 1;
    Files.write(file, bytes);
    assertEquals(CLASSES, TrainedHead.open(dir).classes());
    Files.write(file, Arrays.copyOf(bytes, 23));
    IOException e = assertThrows(IOException.class, () -> TrainedHead.open(dir));
    assertTrue(e.toString().contains(file + ": found 23 bytes, expected 24"), e.toString());
  }

  @Test
  void refusesAMissingDirectory() {
    IOException e = assertThrows(IOException.class, () -> TrainedHead.load(dir.resolve("nowhere")));
    assertTrue(e.toString().contains("nowhere"), e.toString());
  }

  @Test
  void refusesLayersThatDoNotFit() {
    DenseLayer layer = DenseLayer.of(2, 2, new float[4], new float[2]);
    Provenance provenance = head(0).provenance();
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrainedHead(List.of("a", "b", "c"), List.of(layer), provenance));
    assertThrows(
        IllegalArgumentException.class, () -> new TrainedHead(CLASSES, List.of(), provenance));
    assertThrows(
        IllegalArgumentException.class,
        () -> DenseLayer.of(1, 1, new float[] {Float.NaN}, new float[1]));
  }

  private void edit(String from, String to) throws IOException {
    head(0).save(dir);
    Path json = dir.resolve("head.json");
    String text = Files.readString(json);
    assertTrue(text.contains(from), text);
    Files.writeString(json, text.replace(from, to));
  }

  private void assertRefused(String... words) {
    IOException e = assertThrows(IOException.class, () -> TrainedHead.load(dir));
    for (String word : words) {
      assertTrue(e.toString().contains(word), e.toString());
    }
  }

  private Path matrix(String name) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }

  private static TrainedHead head(float more) {
    float ln3 = (float) Math.log(3);
    return new TrainedHead(
        CLASSES,
        List.of(
            DenseLayer.of(2, 3, new float[] {1, -1, 0, 0, 1, -1}, new float[] {0, 0, 1}),
            DenseLayer.of(3, 2, new float[] {0, 1, 0, ln3, 9, 9}, new float[] {1 + more, more})),
        new Provenance(
            HeadOptions.builder()
                .optSchedule(LearningRateSchedule.STEP)
                .optWeightDecay(0.5f)
                .optLabelSmoothing(0.25f)
                .optClassWeights(ClassWeights.BALANCED)
                .build(),
            Split.standard(),
            "trunk",
            "embeddings",
            8,
            0,
            List.of(
                new EpochResult(1, 0.5, 0.75, OptionalDouble.empty(), OptionalDouble.empty(), 0.1)),
            1,
            SplitParts.byHash(),
            OptionalDouble.of(1.25)));
  }
}
