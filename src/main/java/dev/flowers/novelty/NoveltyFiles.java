package dev.flowers.novelty;

import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.Quantity;
import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A detector's files: {@code novelty.json}, and its matrices as raw numbers beside it, whose
 * SHA-256 the JSON has.
 */
final class NoveltyFiles {
  static final int FORMAT = 1;
  static final String JSON = "novelty.json";
  static final String NUMBERS = "novelty.bin";

  private static final JsonFormat<Description> DESCRIPTION =
      JsonFormat.of(Description.class, FORMAT);

  private NoveltyFiles() {}

  /** What a detector consists of. */
  record Parts(NoveltySpace space, References references, KnownPhotos known) {}

  /** The JSON's content, beside the format's number. */
  private record Description(
      int width,
      int dimensions,
      String sha256,
      List<References.Reference> references,
      List<KnownPhoto> validation) {
    Description {
      references = List.copyOf(references);
      validation = List.copyOf(validation);
      if (width < 1 || dimensions < 1 || references.isEmpty() || validation.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "found width %d, %d dimensions, %d references and %s, expected one or more of each",
                width,
                dimensions,
                references.size(),
                Quantity.of(validation.size(), "validation photo")));
      }
    }

    long bytes() {
      return (long) dimensions * (2 * Float.BYTES + width)
          + (long) references.size() * (Float.BYTES + dimensions);
    }
  }

  static void save(Parts parts, Path directory) throws IOException {
    Files.createDirectories(directory);
    NoveltySpace space = parts.space();
    ByteBuffer numbers =
        ByteBuffer.allocate(
                Math.addExact(
                    space.dimensions() * Float.BYTES
                        + QuantizedMatrix.bytes(space.dimensions(), space.width()),
                    QuantizedMatrix.bytes(parts.references().places().rows(), space.dimensions())))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float number : space.offset()) {
      numbers.putFloat(number);
    }
    space.projection().write(numbers);
    parts.references().places().write(numbers);
    AtomicFile.write(directory.resolve(NUMBERS), numbers.array());
    DESCRIPTION.write(
        directory.resolve(JSON),
        new Description(
            space.width(),
            space.dimensions(),
            new Sha256().update(numbers.array()).hex(),
            parts.references().photos(),
            parts.known().photos()));
  }

  static Optional<Parts> load(Path directory) throws IOException {
    Path json = directory.resolve(JSON);
    if (!Files.exists(json)) {
      return Optional.empty();
    }
    Description description = DESCRIPTION.read(json);
    Path file = directory.resolve(NUMBERS);
    // Looked at before it is read: the size that the JSON asks for may be of no use.
    if (Files.size(file) != description.bytes()) {
      throw new MalformedFileException(
          file,
          "found "
              + Quantity.of(Files.size(file), "byte")
              + ", expected "
              + description.bytes()
              + ", as "
              + JSON
              + " says");
    }
    byte[] bytes = Files.readAllBytes(file);
    String sha256 = new Sha256().update(bytes).hex();
    if (!sha256.equals(description.sha256())) {
      throw new MalformedFileException(
          file, "found SHA-256 " + sha256 + ", expected " + description.sha256());
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] offset = new float[description.dimensions()];
    for (int i = 0; i < offset.length; i++) {
      offset[i] = numbers.getFloat();
    }
    return Optional.of(
        new Parts(
            new NoveltySpace(
                offset,
                QuantizedMatrix.read(description.dimensions(), description.width(), numbers)),
            new References(
                description.references(),
                QuantizedMatrix.read(
                    description.references().size(), description.dimensions(), numbers)),
            new KnownPhotos(description.validation())));
  }
}
