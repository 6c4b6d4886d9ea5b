package dev.flowers.embedding;

import dev.flowers.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Small embeddings for tests. */
final class Samples {
  static final List<String> CLASSES = List.of("daisy", "rose", "tulip");
  static final int WIDTH = 6;

  private Samples() {}

  /** Returns the photo with this number: its class and values follow from the number. */
  static Embedding photo(int number) {
    Random random = new Random(number);
    byte[] id = new byte[32];
    random.nextBytes(id);
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = random.nextFloat();
    }
    int label = number % CLASSES.size();
    String name = CLASSES.get(label);
    return new Embedding(
        HexFormat.of().formatHex(id), label, name, name + "/" + number + ".jpg", values);
  }

  /** Returns the same photo's mirror image, with other values. */
  static Embedding mirror(int number) {
    Embedding photo = photo(number);
    float[] values = photo(number + 1_000_000).values();
    return new Embedding(photo.id(), photo.label(), photo.className(), photo.path(), values, true);
  }

  /** Writes a TFRecord without a JSON. */
  static Path plain(Path file, Embedding... embeddings) throws IOException {
    try (TfRecordWriter writer = TfRecordWriter.create(file)) {
      for (Embedding embedding : embeddings) {
        writer.write(Examples.encode(embedding));
      }
    }
    return file;
  }

  /** Embeds the photos with these numbers, as the pipeline would; says how many were computed. */
  static int embed(Path file, String trunk, int... numbers) throws IOException {
    try (EmbeddingWriter writer = EmbeddingWriter.open(file, trunk, CLASSES, WIDTH)) {
      int computed = embed(writer, numbers);
      writer.complete();
      return computed;
    }
  }

  static int embed(EmbeddingWriter writer, int... numbers) throws IOException {
    int computed = 0;
    for (int number : numbers) {
      Embedding photo = photo(number);
      if (!writer.reuse(photo.id(), false, photo.label(), photo.path())) {
        writer.append(photo);
        computed++;
      }
    }
    return computed;
  }
}
