package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.Mutations;
import dev.flowers.storage.StaleFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsInfoTest {
  private final EmbeddingsInfo info =
      new EmbeddingsInfo(List.of("Gänseblümchen", "rose & thorn"), "f00", 4096, 3670, 70, "ba5e");

  @TempDir Path dir;

  /** As versions wrote it that knew neither mirror images nor the photos' folder. */
  @Test
  void anEarlierVersionsJsonIsRead() throws IOException {
    Path json =
        Files.writeString(
            dir.resolve("early.json"),
            "{\"format\":1,\"classes\":[\"a\"],\"trunk\":\"t\",\"width\":3,\"count\":2,\"fingerprint\":\"f\"}");
    assertEquals(
        new EmbeddingsInfo(List.of("a"), "t", 3, 2, 0, "f", ""), EmbeddingsInfo.read(json));
  }

  @Test
  void comesBackFromItsJson() throws IOException {
    Path json = EmbeddingsInfo.beside(dir.resolve("a.tfrecord"));
    assertEquals("a.tfrecord.json", json.getFileName().toString());
    info.write(json);
    assertEquals(info, EmbeddingsInfo.read(json));
    assertTrue(Files.readString(json).startsWith("{\n  \"format\": 1,"), Files.readString(json));
  }

  @Test
  void aJsonOfBeforeMirrorImagesHasNone() throws IOException {
    Path json = dir.resolve("a.json");
    info.write(json);
    Files.writeString(json, Files.readString(json).replaceFirst(" *\"mirrors\": 70,\n", ""));
    assertEquals(0, EmbeddingsInfo.read(json).mirrors());
  }

  @Test
  void refusesAnotherVersionNamingBoth() throws IOException {
    Path json = dir.resolve("a.json");
    info.write(json);
    Files.writeString(json, Files.readString(json).replace("\"format\": 1", "\"format\": 7"));
    IOException e = assertThrows(StaleFileException.class, () -> EmbeddingsInfo.read(json));
    assertTrue(e.toString().contains("a.json: found format 7, expected 1"), e.toString());
  }

  @Test
  void refusesClassNamesThatDoNotFitOrAreThereTwice() throws IOException {
    Path json = dir.resolve("a.json");
    info.write(json);
    String whole = Files.readString(json);
    for (String name : List.of("da\\nisy", "", " ", "daisy ", "\\ud800", "rose & thorn")) {
      Files.writeString(json, whole.replace("Gänseblümchen", name));
      IOException e = assertThrows(IOException.class, () -> EmbeddingsInfo.read(json));
      assertTrue(e.toString().contains("a.json: found the class name \""), e.toString());
      assertEquals(1, String.valueOf(e.getMessage()).lines().count());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new EmbeddingsInfo(List.of("a", "a"), "", 1, 0, 0, ""));
  }

  @Test
  void refusesAJsonThatIsNotUtf8NamingIt() throws IOException {
    Path json = dir.resolve("a.json");
    info.write(json);
    Files.write(json, Files.readString(json).getBytes(ISO_8859_1));
    IOException e = assertThrows(IOException.class, () -> EmbeddingsInfo.read(json));
    assertTrue(String.valueOf(e.getMessage()).startsWith(json + ": found "), e.toString());
    assertTrue(e.toString().contains("UTF-8"), e.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":1,\"classes\":[],\"trunk\":\"\",\"fingerprint\":\"\",\"count\":1,\"mirrors\":2}",
        "",
        "null",
        "[]",
        "{",
        "tulips",
        "{}",
        "{\"format\": \"one\"}",
        "{\"format\": {}}",
        "{\"format\": 1}",
        "{\"format\": 1, \"classes\": [null], \"trunk\": \"\", \"fingerprint\": \"\"}",
        "{\"format\": 1, \"classes\": 3, \"trunk\": \"\", \"fingerprint\": \"\"}",
        "{\"format\":1,\"classes\":[],\"trunk\":\"\",\"fingerprint\":\"\",\"width\":-1,\"count\":0}"
      })
  void refusesWhatIsNoSuchJsonNamingTheFile(String text) throws IOException {
    Path json = dir.resolve("bad.json");
    Files.writeString(json, text);
    IOException e = assertThrows(MalformedFileException.class, () -> EmbeddingsInfo.read(json));
    assertTrue(e.toString().contains("bad.json: found "), e.toString());
  }

  @Test
  void anyDamageIsRefusedNamingTheFile() throws IOException {
    Path json = dir.resolve("a.json");
    info.write(json);
    Mutations.check(json, "a.json", () -> EmbeddingsInfo.read(json));
  }
}
