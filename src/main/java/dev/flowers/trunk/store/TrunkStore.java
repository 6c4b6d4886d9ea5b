package dev.flowers.trunk.store;

import dev.flowers.trunk.onnx.OnnxTrunkFiles;
import dev.flowers.trunk.onnx.OnnxTrunk;
import dev.flowers.trunk.onnx.MalformedOnnxException;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.AtomicDirectory;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkSource;
import dev.flowers.trunk.vgg.TrunkConverter;
import dev.flowers.trunk.vgg.VggTrunk;
import dev.flowers.trunk.vgg.VggWeights;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The converted trunks of a home, each in a directory named by its fingerprint, so that models
 * trained on other weights keep theirs.
 *
 * @param directory where the trunks are; made by the first conversion
 */
public record TrunkStore(Path directory) {
  private static final String CONVERTING = "converting";

  /** Digits of the fingerprint in a directory's name: enough to tell any two trunks apart. */
  private static final int NAME_LENGTH = 16;

  /** A trunk, and when it was made or last recognised in another file. */
  private record Aged(Trunk trunk, FileTime written) {}

  /**
   * Opens the trunk in a directory: reads its description and checks that each file is there in its
   * full size. Values are not read.
   *
   * @throws InvalidInputException when the directory is not a complete trunk of this version
   * @throws IOException when it cannot be read
   */
  public static Trunk read(Path directory) throws IOException {
    return OnnxTrunk.describes(directory)
        ? OnnxTrunk.read(directory)
        : VggTrunk.read(directory);
  }

  /** All complete trunks, those that were converted last first. */
  public List<Trunk> list() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Aged> trunks = new ArrayList<>();
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(
            directory, child -> child.getFileName().toString().matches("[0-9a-f]{16}"))) {
      for (Path child : children) {
        try {
          trunks.add(
              new Aged(read(child), Files.getLastModifiedTime(child.resolve(Trunk.DESCRIPTION))));
        } catch (MalformedWeightsException | MalformedOnnxException incomplete) {
          // Damaged by hand; converting again replaces it.
        }
      }
    }
    return trunks.stream()
        .sorted(
            Comparator.comparing(Aged::written)
                .reversed()
                .thenComparing(aged -> aged.trunk().fingerprint()))
        .map(Aged::trunk)
        .toList();
  }

  /**
   * The trunk with this fingerprint, in float32, if it was converted.
   *
   * @param identity its fingerprint or its {@linkplain Trunk#identity identity}
   */
  public Optional<Trunk> find(String identity) throws IOException {
    String fingerprint = Precision.fingerprint(identity);
    return list().stream().filter(trunk -> trunk.fingerprint().equals(fingerprint)).findFirst();
  }

  /**
   * The trunk that was converted from this file, by its size, time and sampled content, if it was.
   */
  public Optional<Trunk> convertedFrom(Path npy) throws IOException {
    TrunkSource source = TrunkSource.of(npy);
    return list().stream().filter(trunk -> trunk.cameFrom(source)).findFirst();
  }

  /**
   * Converts a file, unless that was done before. Waits for another conversion into this store, by
   * this process or another, to end.
   *
   * @param progress told the bytes written so far; by several threads, but by one at a time
   * @throws MalformedWeightsException if the file is no usable file of weights
   * @throws IOException if reading or writing fails
   */
  public Trunk convert(Path npy, LongConsumer progress) throws IOException {
    Optional<Trunk> present = convertedFrom(npy);
    if (present.isPresent()) {
      return present.get();
    }
    TrunkSource source = TrunkSource.of(npy);
    try (VggWeights weights = VggWeights.open(npy);
        AtomicDirectory written = AtomicDirectory.waitFor(directory.resolve(CONVERTING))) {
      // Whoever was waited for may have done it.
      present = convertedFrom(npy);
      if (present.isPresent()) {
        return present.get();
      }
      return complete(
          TrunkConverter.write(weights, source, written.partial(), progress), source, written);
    }
  }

  /**
   * Copies an ONNX network into the store, unless that was done before, and runs it once. Waits for
   * another conversion into this store, by this process or another, to end.
   *
   * @throws InvalidInputException if it does not run
   * @throws IOException if reading or writing fails
   */
  Trunk add(OnnxTrunkFiles files) throws IOException {
    Optional<Trunk> present = find(files.fingerprint());
    if (present.isPresent()) {
      return present.get();
    }
    TrunkSource source = TrunkSource.of(files.model());
    try (AtomicDirectory written = AtomicDirectory.waitFor(directory.resolve(CONVERTING))) {
      return complete(OnnxTrunk.write(files, source, written.partial()), source, written);
    }
  }

  private Trunk complete(Trunk made, TrunkSource source, AtomicDirectory written)
      throws IOException {
    Path target = directory.resolve(made.fingerprint().substring(0, NAME_LENGTH));
    Optional<Trunk> known = find(made.fingerprint());
    if (known.isPresent()) {
      // The same network out of another file: from now on both are known.
      known.get().addSource(source);
    } else {
      written.completeAs(target); // in the place of a damaged one
    }
    return read(target);
  }
}
