package dev.flowers.trunk.store;

import dev.flowers.trunk.onnx.OnnxTrunkFiles;
import dev.flowers.trunk.onnx.NamedPreprocessing;
import dev.flowers.trunk.onnx.TokenPooling;
import dev.flowers.trunk.onnx.OutputChoice;
import ai.djl.util.Progress;
import dev.flowers.download.DownloadException;
import dev.flowers.download.DownloadProgress;
import dev.flowers.download.Downloader;
import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.vgg.VggTopology;
import dev.flowers.trunk.vgg.VggTrunk;
import dev.flowers.trunk.vgg.VggWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects the weights of a trunk, and converts or downloads them if necessary. In this order:
 *
 * <ol>
 *   <li>Named weights are used: a file, which is converted if it was not before, or a trunk that
 *       was converted before, by its file's name or the beginning of its fingerprint.
 *   <li>Without a name, {@code weights/vgg16.npy} in the home, or Keras's file of the same weights.
 *   <li>Else the trunk that was converted last, whatever its file was called; never the demo's
 *       random stand-in.
 *   <li>Else the public {@code vgg16.npy}, which is downloaded, and deleted again if it turns out
 *       to be no usable file: no checksum of it is published. Where it cannot be had, Keras's file
 *       of the same weights, which is checked by its published checksum.
 * </ol>
 *
 * @param home where weights and trunks are kept
 */
public record TrunkProvider(Home home) {
  /** The trunk that is taken unless another is asked for. */
  public static final String USUAL = VggTopology.VGG16_RELU6.id();

  /** DJL's artifact ids of the networks whose weights are public, the usual one first. */
  public static final List<String> PUBLIC_IDS =
      Arrays.stream(VggTopology.values()).map(VggTopology::id).toList();

  private static final Logger logger = LoggerFactory.getLogger(TrunkProvider.class);

  /** Shorter prefixes of a fingerprint may be words. */
  private static final int FEWEST_DIGITS = 8;

  /** What a choice of weights leaves to be done. */
  public sealed interface Choice permits Converted, ToConvert, ToDownload {}

  /**
   * A trunk that is ready.
   *
   * @param trunk the trunk
   * @param others the other trunks of the home, the latest first: what else might have been meant
   */
  public record Converted(Trunk trunk, List<Trunk> others) implements Choice {
    /** Copies the list. */
    public Converted {
      others = List.copyOf(others);
    }
  }

  /**
   * A file or folder that was not converted yet.
   *
   * @param place where it is
   * @param wanted what was asked for
   */
  public record ToConvert(Path place, TrunkRequest wanted) implements Choice {}

  /**
   * Weights that were not downloaded yet.
   *
   * @param sources files with these weights, at least one, the one to be preferred first
   * @param directory where they are to be, under their own names
   */
  public record ToDownload(List<Source> sources, Path directory) implements Choice {
    /** Copies the list. */
    public ToDownload {
      sources = List.copyOf(sources);
    }

    /** Where a source's file is to be. */
    public Path target(Source source) {
      return directory.resolve(source.fileName());
    }
  }

  /**
   * Applies the policy; downloads and converts nothing.
   *
   * @throws InvalidInputException if there is neither such a file nor such a trunk, or if what is
   *     asked for does not go together
   * @throws IOException if the home cannot be read
   */
  public Choice choose(TrunkRequest wanted) throws IOException {
    Choice choice =
        wanted.named().isEmpty() ? choose(USUAL, trunk -> true) : named(wanted.named(), wanted);
    boolean onnx = choice instanceof ToConvert made && isOnnx(made.place());
    if (!onnx && !wanted.onlyForOnnx().isEmpty()) {
      throw new InvalidInputException(
          String.join(", ", wanted.onlyForOnnx())
              + ": found with "
              + (wanted.named().isEmpty() ? "no trunk named" : wanted.named())
              + ", expected with the folder or file of an ONNX network");
    }
    return choice;
  }

  /** The public weights of the usual trunk. */
  public ToDownload publicWeights() {
    return publicWeights(USUAL);
  }

  private ToDownload publicWeights(String id) {
    return new ToDownload(PublicFiles.weights(id), home.weights());
  }

  /**
   * Applies the policy to the trunks of one network: its public files in the home, a trunk that was
   * converted, its public files elsewhere.
   */
  Choice ofNetwork(String id) throws IOException {
    return choose(id, trunk -> trunk.id().equals(id));
  }

  private Choice choose(String id, Predicate<Trunk> wanted) throws IOException {
    ToDownload missing = publicWeights(id);
    for (Source source : missing.sources()) {
      if (Files.exists(missing.target(source))) {
        return ofFile(missing.target(source));
      }
    }
    List<Trunk> usable =
        store().list().stream().filter(trunk -> !isStandIn(trunk)).filter(wanted).toList();
    return usable.isEmpty()
        ? missing
        : new Converted(usable.get(0), usable.subList(1, usable.size()));
  }

  private Choice named(String weights, TrunkRequest wanted) throws IOException {
    Optional<Path> file = existing(weights);
    if (file.isPresent() && Files.isRegularFile(file.get().resolve(Trunk.DESCRIPTION))) {
      return new Converted(TrunkStore.read(file.get()), List.of());
    }
    if (file.isPresent()) {
      return isOnnx(file.get()) ? new ToConvert(file.get(), wanted) : ofFile(file.get());
    }
    List<Trunk> all = store().list();
    List<Trunk> meant = all.stream().filter(trunk -> isCalled(trunk, weights)).toList();
    if (meant.isEmpty()) {
      throw new InvalidInputException(
          weights
              + ": no such file, expected a vgg16.npy, another file of weights, or an ONNX network"
              + (all.isEmpty() ? "" : ", or one of the converted trunks: " + names(all)));
    }
    return new Converted(meant.get(0), meant.subList(1, meant.size()));
  }

  private static Optional<Path> existing(String weights) {
    try {
      return Optional.of(Path.of(weights)).filter(Files::exists);
    } catch (InvalidPathException e) {
      return Optional.empty(); // it may still be a trunk's name on another system
    }
  }

  private Choice ofFile(Path npy) throws IOException {
    Optional<Trunk> before = store().convertedFrom(npy);
    return before.isPresent() ? new Converted(before.get(), List.of()) : new ToConvert(npy, TrunkRequest.of(npy));
  }

  private static boolean isOnnx(Path place) {
    return Files.isDirectory(place) || place.toString().endsWith(".onnx");
  }

  private static boolean isCalled(Trunk trunk, String name) {
    return trunk.sources().stream().anyMatch(source -> source.name().equals(name))
        || (name.length() >= FEWEST_DIGITS
            && trunk.fingerprint().startsWith(name.toLowerCase(Locale.ROOT)));
  }

  private static boolean isStandIn(Trunk trunk) {
    return trunk.sources().stream().allMatch(source -> source.name().equals(StandIn.FILE_NAME));
  }

  /** Trunks as {@link #choose} takes them: {@code vgg16.npy (1f2e3d4c5b6a7988), …}. */
  public static String names(List<Trunk> trunks) {
    return trunks.stream()
        .map(trunk -> trunk.sources().get(0).name() + " (" + trunk.directory().getFileName() + ")")
        .collect(Collectors.joining(", "));
  }

  /** Whether {@link #providePublic} would download nothing. */
  public boolean available(String id) throws IOException {
    return !(ofNetwork(id) instanceof ToDownload);
  }

  /**
   * Downloads weights, from the first of the sources that has them, unless they are there.
   *
   * @param progress told of the bytes fetched
   * @param note told of each source that could not be used, and what is done instead
   * @return the file
   * @throws DownloadException if none can be fetched; the first one's error, the others' suppressed
   * @throws MalformedWeightsException as {@link #download(Source, Path, Progress)}
   * @throws IOException if it cannot be written
   */
  public Path download(ToDownload missing, Progress progress, Consumer<String> note)
      throws IOException {
    @Nullable IOException first = null;
    List<Source> sources = missing.sources();
    for (int i = 0; i < sources.size(); i++) {
      try {
        return download(sources.get(i), missing.target(sources.get(i)), progress);
      } catch (DownloadException | MalformedWeightsException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
        if (i + 1 < sources.size()) {
          note.accept(
              e.getMessage()
                  + ". Fetching the same weights from "
                  + sources.get(i + 1).address()
                  + " instead");
        } else if (i > 0) {
          note.accept(String.valueOf(e.getMessage()));
        }
      }
    }
    throw Objects.requireNonNull(first, "no source");
  }

  /**
   * Downloads a file of weights, unless it is there, and checks that they are weights. Takes the
   * home's lock.
   *
   * @param source where it is
   * @param file where it is to be
   * @param progress told of the bytes fetched
   * @return the file
   * @throws MalformedWeightsException if what came is no usable file of weights; it is deleted
   * @throws DownloadException if it cannot be fetched; a later call goes on
   * @throws IOException if it cannot be written
   */
  public Path download(Source source, Path file, Progress progress) throws IOException {
    try (HomeLock lock = HomeLock.take(home)) {
      new Downloader().fetch(source, file, DownloadProgress.to(progress, "downloading weights"));
      try {
        VggWeights.open(file).close();
      } catch (MalformedWeightsException e) {
        Downloader.discard(file);
        throw e;
      }
    } finally {
      progress.end();
    }
    return file;
  }

  /**
   * Converts weights, or takes an ONNX network into the home, unless that was done before. Takes
   * the home's lock.
   *
   * @param progress told of the bytes written
   * @throws InvalidInputException if the file is no usable one
   * @throws IOException if reading or writing fails
   */
  public Trunk convert(ToConvert file, Progress progress) throws IOException {
    if (isOnnx(file.place())) {
      TrunkRequest wanted = file.wanted();
      OnnxTrunkFiles files = OnnxTrunkFiles.open(file.place(), preprocessing(wanted), output(wanted));
      try (HomeLock lock = HomeLock.take(home)) {
        return store().add(files);
      }
    }
    return convert(file.place(), progress);
  }

  private static Optional<NamedPreprocessing> preprocessing(TrunkRequest wanted)
      throws InvalidInputException {
    if (wanted.preprocessing().isEmpty()) {
      return Optional.empty();
    }
    String name = wanted.preprocessing().get();
    Optional<NamedPreprocessing> known = NamedPreprocessing.of(name);
    if (known.isEmpty()) {
      throw new InvalidInputException(
          "preprocess: found " + name + ", expected one of " + NamedPreprocessing.names());
    }
    return known;
  }

  private static OutputChoice output(TrunkRequest wanted) throws InvalidInputException {
    Optional<TokenPooling> tokens = wanted.tokens().flatMap(TokenPooling::of);
    if (tokens.isEmpty() && wanted.tokens().isPresent()) {
      throw new InvalidInputException(
          "tokens: found " + wanted.tokens().get() + ", expected first or mean");
    }
    return new OutputChoice(wanted.output(), tokens);
  }

  Trunk convert(Path npy, Progress progress) throws IOException {
    try (HomeLock lock = HomeLock.take(home)) {
      try (VggWeights weights = VggWeights.open(npy)) {
        progress.reset("converting", weights.bytes());
      }
      return store().convert(npy, progress::update);
    } finally {
      progress.end();
    }
  }

  /**
   * Does all that the policy leaves to be done.
   *
   * @param progress told of the bytes fetched and written
   * @throws InvalidInputException if the weights are of no use
   * @throws IOException if they cannot be had, or reading or writing fails
   */
  public Trunk provide(TrunkRequest wanted, Progress progress) throws IOException {
    return provide(choose(wanted), progress);
  }

  /**
   * Does all that the policy leaves to be done for a public network.
   *
   * @param id one of {@link #PUBLIC_IDS}
   * @param progress told of the bytes fetched and written
   * @throws MalformedWeightsException if the weights are of no use, or not of the published size
   * @throws IOException if they cannot be had, or reading or writing fails
   */
  public Trunk providePublic(String id, Progress progress) throws IOException {
    Trunk trunk = provide(ofNetwork(id), progress);
    return trunk instanceof VggTrunk vgg ? vgg.requireFullSize() : trunk;
  }

  private Trunk provide(Choice choice, Progress progress) throws IOException {
    if (choice instanceof ToDownload missing) {
      return convert(download(missing, progress, logger::warn), progress);
    }
    return choice instanceof ToConvert file
        ? convert(file, progress)
        : ((Converted) choice).trunk();
  }

  private TrunkStore store() {
    return new TrunkStore(home.trunk());
  }
}
