package dev.flowers.trunk;

import ai.djl.Device;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A frozen network that turns photos into embeddings, stored in a directory of the home. Whatever
 * network it is, the rest of the toolkit knows it by this interface alone.
 *
 * <p>Holds no native memory: that is {@link RunningTrunk}'s and {@link TrunkWithHead}'s. Immutable
 * and thread-safe.
 */
public interface Trunk {
  /** The file in its directory that describes it. */
  String DESCRIPTION = "trunk.json";

  /** Which network it is: for the public ones DJL's artifact id, such as {@code vgg16-relu6}. */
  String id();

  /** DJL's name of the engine that runs it: {@code TensorFlow}, {@code OnnxRuntime}. */
  String engine();

  /**
   * 64 hexadecimal digits that name all that matters to the numbers but the precision: weights and
   * preprocessing. Equal for equal networks, whatever file they came in.
   */
  String fingerprint();

  /** In which format it multiplies. */
  Precision precision();

  /**
   * What embeddings and models call it: the fingerprint, with the precision behind it if that is
   * not float32. Trunks with the same identity make the same embeddings.
   */
  default String identity() {
    return precision().identity(fingerprint());
  }

  /** How many numbers an embedding has. */
  int width();

  /** What goes in, and how a photo becomes it. */
  PhotoInput input();

  /** How many photos a run are the fastest. */
  default int batch() {
    return precision().batch();
  }

  /** Where its files are. */
  Path directory();

  /** The files that it was made from, latest last, at least one. */
  List<TrunkSource> sources();

  /** The network and the file that it was made from, for people. */
  default String described() {
    return id() + " from " + sources().get(0).name();
  }

  /** Whether this file, or one with the same network, is one of the {@link #sources}. */
  default boolean cameFrom(TrunkSource file) {
    return sources().stream().anyMatch(file::sameContentAs);
  }

  /**
   * Writes down one more source: another file of the same network.
   *
   * @throws IOException if it cannot be written
   */
  void addSource(TrunkSource source) throws IOException;

  /** The fastest precision that it has on this machine. */
  Precision best();

  /** Whether {@link #in(Precision)} would write nothing. */
  boolean has(Precision precision) throws IOException;

  /**
   * The same trunk in another precision. Weights of that precision are written beside its own when
   * they are first wanted.
   *
   * @throws InvalidInputException if the trunk or this machine does not have it
   * @throws IOException if they cannot be written
   */
  Trunk in(Precision precision) throws IOException;

  /**
   * The same in the precision that is asked for, else in the {@linkplain #best best}.
   *
   * @throws InvalidInputException as {@link #in(Precision)}
   * @throws IOException as {@link #in(Precision)}
   */
  default Trunk in(Optional<Precision> asked) throws IOException {
    return in(asked.orElseGet(this::best));
  }

  /** Opens it on the engine's default device, under its id. */
  default RunningTrunk open() throws IOException {
    return open(id(), null);
  }

  /**
   * Opens it.
   *
   * @param name the {@linkplain RunningTrunk#model model's} name
   * @param device none for the engine's default device
   * @return the running trunk, to be closed by the caller
   * @throws IllegalArgumentException if the engine has no such device
   * @throws IOException if its files cannot be read
   */
  RunningTrunk open(String name, @Nullable Device device) throws IOException;

  /**
   * Opens it with a head behind it.
   *
   * @param head the dense layers, in order, at least one: a ReLU is between two of them, a softmax
   *     behind the last
   * @param device none for the engine's default device
   * @return both, to be closed by the caller
   * @throws IllegalArgumentException if a layer does not fit the one before it, or the engine has
   *     no such device
   * @throws IOException if its files cannot be read
   */
  TrunkWithHead open(TrunkWithHead.Naming naming, List<DenseLayer> head, @Nullable Device device)
      throws IOException;

  /** The forms in which it can be exported, the usual one first. */
  List<ExportFormat> exportFormats();

  /**
   * Writes trunk and head as one network that needs neither the home nor this toolkit, in float32.
   *
   * @param format one of {@link #exportFormats}
   * @param head as {@link #open(TrunkWithHead.Naming, List, Device)} takes it
   * @param directory an empty one; after a failure, what was written stays
   * @throws IOException if it cannot be written
   */
  void export(ExportFormat format, List<DenseLayer> head, Path directory) throws IOException;
}
