package dev.flowers.tfrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class TfRecordPropertyTest {
  private Path file = Path.of("");

  @BeforeProperty
  void makeFile() throws IOException {
    file = Files.createTempFile("properties", ".tfrecord");
  }

  @AfterProperty
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 200, seed = "16")
  void whatIsWrittenIsRead(@ForAll @Size(max = 20) List<byte[]> payloads) throws IOException {
    write(payloads);
    TfRecordTest.assertRecords(payloads, TfRecordTest.read(file));
    assertEquals(Files.size(file), TfRecordReader.validPrefix(file));
  }

  @Property(tries = 200, seed = "16")
  void afterACutTheWriterGoesOnWithoutLoss(
      @ForAll @Size(min = 1, max = 8) List<byte[]> payloads, @ForAll @IntRange(max = 999) int at)
      throws IOException {
    write(payloads);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length * at / 1000));

    TfRecordWriter.append(file, TfRecordReader.validPrefix(file)).close();
    int kept = TfRecordTest.read(file).size();
    try (TfRecordWriter writer = TfRecordWriter.append(file, Files.size(file))) {
      for (byte[] payload : payloads.subList(kept, payloads.size())) {
        writer.write(payload);
      }
    }

    assertEquals(Arrays.toString(whole), Arrays.toString(Files.readAllBytes(file)));
  }

  @Property(tries = 200, seed = "16")
  void aDamagedByteNeverPasses(
      @ForAll @Size(min = 1, max = 5) List<byte[]> payloads,
      @ForAll @IntRange(max = 999) int at,
      @ForAll @IntRange(min = 1, max = 255) int change)
      throws IOException {
    write(payloads);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length * at / 1000] ^= (byte) change;
    Files.write(file, bytes);
    assertThrows(CorruptRecordException.class, () -> TfRecordTest.read(file));
  }

  private void write(List<byte[]> payloads) throws IOException {
    try (TfRecordWriter writer = TfRecordWriter.create(file)) {
      for (byte[] payload : payloads) {
        writer.write(payload);
      }
    }
  }
}
