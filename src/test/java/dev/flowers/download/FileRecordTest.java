package dev.flowers.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two files beside a download. */
class FileRecordTest {
  private static final FileRecord RECORD =
      new FileRecord("https://example.org/ü?a=\"b\"", 1L << 40, "ab12", 1_500_000_000_123L);

  private static final PartialState STATE =
      new PartialState(
          "https://example.org/a",
          Optional.of("\"one\""),
          Optional.of("Wed, 21 Oct 2015 07:28:00 GMT"),
          OptionalLong.of(7));

  @TempDir Path directory;

  @Test
  void bothComeBack() throws IOException {
    Path target = directory.resolve("file.bin");
    RECORD.write(target);
    assertEquals(Optional.of(RECORD), FileRecord.read(target));
    Path json = directory.resolve("file.bin.partial.json");
    STATE.write(json);
    assertEquals(Optional.of(STATE), PartialState.read(json));
    PartialState silent =
        new PartialState("a", Optional.empty(), Optional.empty(), OptionalLong.empty());
    silent.write(json);
    assertEquals(Optional.of(silent), PartialState.read(json));
  }

  @Test
  void filesOfEarlierVersionsAreRead() throws IOException {
    Path target = directory.resolve("file.bin");
    Files.writeString(
        FileRecord.beside(target),
        """
        {
          "address": "https://example.org/ü?a=\\"b\\"",
          "size": 1099511627776,
          "sha256": "ab12",
          "modified": 1500000000123
        }
        """);
    assertEquals(Optional.of(RECORD), FileRecord.read(target));
    Path json = directory.resolve("file.bin.partial.json");
    Files.writeString(
        json, "{\n  \"address\": \"https://example.org/a\",\n  \"etag\": \"\\\"one\\\"\"\n}\n");
    assertEquals(
        Optional.of(
            new PartialState(
                STATE.address(), STATE.etag(), Optional.empty(), OptionalLong.empty())),
        PartialState.read(json));
  }

  /** Then the file is read, or fetched from its beginning: nobody is asked to mend them. */
  @Test
  void whateverIsDamagedIsNoRecord() throws IOException {
    Path target = directory.resolve("file.bin");
    assertEquals(Optional.empty(), FileRecord.read(target));
    RECORD.write(target);
    AtomicInteger none = new AtomicInteger();
    Mutations.checkTolerated(
        FileRecord.beside(target), () -> none.addAndGet(FileRecord.read(target).isEmpty() ? 1 : 0));
    assertTrue(none.get() > 1000, none + " were no record");
    Path json = directory.resolve("file.bin.partial.json");
    STATE.write(json);
    Mutations.checkTolerated(json, () -> PartialState.read(json));
  }
}
