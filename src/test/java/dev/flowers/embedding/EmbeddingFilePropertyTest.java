package dev.flowers.embedding;

import static dev.flowers.embedding.Samples.photo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.tfrecord.Compressed;
import dev.flowers.tfrecord.CorruptRecordException;
import dev.flowers.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/** Whatever is in a file: it is read right, or refused with where the damage is. */
class EmbeddingFilePropertyTest {
  // Files here have a few hundred bytes. A reader's buffer and an index's arrays come to less.
  private static final long MOST_MEMORY = 1 << 20;

  private Path file = Path.of("");
  private int read;
  private int refused;

  @BeforeProperty
  void makeFile() throws IOException {
    file = Files.createTempFile("properties", ".tfrecord");
    // Loads the classes, whose memory is not the files'.
    for (byte[] content : ways(Files.readAllBytes(Samples.plain(file, photo(0))))) {
      Files.write(file, content);
      EmbeddingFile.open(file).close();
    }
    Files.write(file, new byte[1]);
    assertThrows(CorruptRecordException.class, () -> EmbeddingFile.open(file));
    read = 0;
    refused = 0;
  }

  @AfterProperty
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 50, seed = "16")
  void whatIsWrittenIsRead(@ForAll @Size(max = 20) List<@IntRange(max = 999) Integer> numbers)
      throws IOException {
    Embedding[] photos = numbers.stream().map(Samples::photo).toArray(Embedding[]::new);
    Files.delete(file);
    for (byte[] content : ways(Files.readAllBytes(Samples.plain(file, photos)))) {
      Files.delete(file);
      Files.write(file, content);
      try (EmbeddingFile opened = EmbeddingFile.open(file)) {
        assertEquals(photos.length, opened.size());
        for (int row = 0; row < photos.length; row++) {
          assertEquals(photos[row], opened.embedding(row));
          assertArrayEquals(photos[row].values(), opened.values(row));
        }
      }
    }
  }

  @Property(tries = 1, seed = "16")
  void tenThousandDamagedFilesAreReadOrRefusedAtARecord() throws IOException {
    List<byte[]> whole =
        ways(Files.readAllBytes(Samples.plain(file, photo(0), photo(1), Samples.mirror(1))));
    Random random = new Random(16);
    for (int i = 0; i < 10_000; i++) {
      // A new file each time: some file systems flush one that is written over.
      Files.delete(file);
      Files.write(file, Mutation.of(whole.get(i % whole.size()), random));
      open(i);
    }
    // A header of GZIP has bytes that mean nothing, and a file may be cut between two records.
    assertTrue(refused > 9_000 && read > 0, refused + " refused, " + read + " read");
  }

  @Property(tries = 1, seed = "16")
  void tenThousandDamagedExamplesWithRightChecksumsAreReadAsProtobufDoesOrRefused()
      throws IOException {
    List<byte[]> examples =
        List.of(
            Examples.encode(photo(0)),
            Examples.encode(Samples.mirror(1)),
            WireExample.example(
                WireExample.entry("label", WireExample.unpackedNumbers(1)),
                WireExample.entry(
                    "code",
                    WireExample.floats(WireExample.packed(1, 2), WireExample.unpacked(3, 4, 5)))));
    Random random = new Random(17);
    int compared = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] example = examples.get(i % examples.size());
      byte[] mutant = i % 2 == 0 ? Mutation.of(example, random) : Mutation.change(example, random);
      Files.delete(file);
      try (TfRecordWriter writer = TfRecordWriter.create(file)) {
        writer.write(mutant);
      }
      List<Embedding> found = open(i);
      if (!found.isEmpty() && isAsProtobufReads(found.get(0), mutant)) {
        compared++;
      }
    }
    assertTrue(refused > 5_000 && read > 500, refused + " refused, " + read + " read");
    assertTrue(compared > 500, compared + " compared");
  }

  /** Opens the file and reads all of it; empty if it is refused as it should. */
  private List<Embedding> open(int number) throws IOException {
    long before = allocated();
    List<Embedding> all = new ArrayList<>();
    try (EmbeddingFile opened = EmbeddingFile.open(file)) {
      for (int row = 0; row < opened.size(); row++) {
        all.add(opened.embedding(row));
        assertArrayEquals(all.get(row).values(), opened.values(row), "file " + number);
      }
      read++;
    } catch (CorruptRecordException | InvalidInputException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.toString());
      assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e.toString());
      refused++;
    }
    long bytes = allocated() - before;
    assertTrue(bytes < MOST_MEMORY, "file " + number + " took " + bytes + " bytes");
    return all;
  }

  /** Compares with TensorFlow's own classes, unless they refuse the bytes for what we skip. */
  private static boolean isAsProtobufReads(Embedding found, byte[] example) {
    Map<String, Feature> features;
    try {
      features = Example.parseFrom(example).getFeatures().getFeatureMap();
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
    Feature none = Feature.getDefaultInstance();
    assertEquals(
        List.of((long) found.label()),
        features.getOrDefault("label", none).getInt64List().getValueList());
    List<Float> values = features.getOrDefault("code", none).getFloatList().getValueList();
    assertEquals(values.size(), found.values().length);
    for (int i = 0; i < values.size(); i++) {
      assertEquals(values.get(i), found.values()[i]);
    }
    assertEquals(text(features.getOrDefault("class", none)), found.className());
    assertEquals(text(features.getOrDefault("path", none)), found.path());
    assertEquals(
        features.getOrDefault("mirrored", none).getInt64List().getValueList().stream()
            .anyMatch(value -> value != 0),
        found.mirrored());
    return true;
  }

  private static String text(Feature feature) {
    return feature.getBytesList().getValueCount() == 0
        ? ""
        : feature.getBytesList().getValue(0).toStringUtf8();
  }

  private static List<byte[]> ways(byte[] plain) throws IOException {
    return List.of(plain, Compressed.gzip(plain), Compressed.zlib(plain));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
