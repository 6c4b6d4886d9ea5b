package dev.flowers.trunk;

import ai.djl.util.Progress;
import dev.flowers.download.DownloadProgress;
import dev.flowers.download.Downloader;
import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Selects the weights of a trunk, and converts or downloads them if necessary. In this order:
 *
 * <ol>
 *   <li>Named weights are used: a file, which is converted if it was not before, or a trunk that
 *       was converted before, by its file's name or the beginning of its fingerprint.
 *   <li>Without a name, {@code weights/vgg16.npy} in the home.
 *   <li>Else the trunk that was converted last, whatever its file was called; never the demo's
 *       random stand-in.
 *   <li>Else the public {@code vgg16.npy}, which is downloaded, and deleted again if it turns out
 *       to be no usable file: no checksum of it is published.
 * </ol>
 *
 * @param home where weights and trunks are kept
 */
public record TrunkProvider(Home home) {
  /** What the demo's weights are called: random ones, which nobody else is to be given. */
  public static final String STAND_IN = "stand-in.npy";

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
  public record Converted(ConvertedTrunk trunk, List<ConvertedTrunk> others) implements Choice {
    /** Copies the list. */
    public Converted {
      others = List.copyOf(others);
    }
  }

  /**
   * A file that was not converted yet.
   *
   * @param npy the file
   */
  public record ToConvert(Path npy) implements Choice {}

  /**
   * A file that was not downloaded yet.
   *
   * @param source where it is
   * @param target where it is to be
   */
  public record ToDownload(Source source, Path target) implements Choice {}

  /**
   * Applies the policy; downloads and converts nothing.
   *
   * @param weights a file, or a converted trunk's file name or the first 8 or more digits of its
   *     fingerprint; empty for none in particular
   * @throws InvalidInputException if there is neither such a file nor such a trunk
   * @throws IOException if the home cannot be read
   */
  public Choice choose(String weights) throws IOException {
    if (!weights.isEmpty()) {
      return named(weights);
    }
    Path file = weightsFile();
    if (Files.exists(file)) {
      return ofFile(file);
    }
    List<ConvertedTrunk> usable =
        store().list().stream().filter(trunk -> !isStandIn(trunk)).toList();
    return usable.isEmpty()
        ? new ToDownload(PublicFiles.vgg16Weights(), file)
        : new Converted(usable.get(0), usable.subList(1, usable.size()));
  }

  private Choice named(String weights) throws IOException {
    Optional<Path> file = existing(weights);
    if (file.isPresent()) {
      return ofFile(file.get());
    }
    List<ConvertedTrunk> all = store().list();
    List<ConvertedTrunk> meant = all.stream().filter(trunk -> isCalled(trunk, weights)).toList();
    if (meant.isEmpty()) {
      throw new InvalidInputException(
          weights
              + ": no such file, expected a vgg16.npy"
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
    Optional<ConvertedTrunk> before = store().convertedFrom(npy);
    return before.isPresent() ? new Converted(before.get(), List.of()) : new ToConvert(npy);
  }

  private static boolean isCalled(ConvertedTrunk trunk, String name) {
    return trunk.sources().stream().anyMatch(source -> source.name().equals(name))
        || (name.length() >= FEWEST_DIGITS
            && trunk.fingerprint().startsWith(name.toLowerCase(Locale.ROOT)));
  }

  private static boolean isStandIn(ConvertedTrunk trunk) {
    return trunk.sources().stream().allMatch(source -> source.name().equals(STAND_IN));
  }

  /** Trunks as {@link #choose} takes them: {@code vgg16.npy (1f2e3d4c5b6a7988), …}. */
  public static String names(List<ConvertedTrunk> trunks) {
    return trunks.stream()
        .map(trunk -> trunk.sources().get(0).name() + " (" + trunk.directory().getFileName() + ")")
        .collect(Collectors.joining(", "));
  }

  /** Where the public weights are kept once they were downloaded. */
  public Path weightsFile() {
    return home.weights().resolve(PublicFiles.vgg16Weights().fileName());
  }

  /** Whether {@link #provide} without a name would download nothing. */
  public boolean available() throws IOException {
    return !(choose("") instanceof ToDownload);
  }

  /**
   * Downloads weights into the home, unless they are there, and checks that they are weights. Takes
   * the home's lock.
   *
   * @param source where they are
   * @param progress told of the bytes fetched
   * @return the file
   * @throws MalformedWeightsException if what came is no usable {@code vgg16.npy}; it is deleted
   * @throws IOException if it cannot be fetched or written; a later call goes on
   */
  public Path download(Source source, Progress progress) throws IOException {
    Path file = weightsFile();
    try (HomeLock lock = HomeLock.take(home)) {
      new Downloader().fetch(source, file, DownloadProgress.to(progress, "downloading weights"));
      try {
        Vgg16Weights.open(file).close();
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
   * Converts weights, unless that was done before. Takes the home's lock.
   *
   * @param progress told of the bytes written
   * @throws MalformedWeightsException if the file is no usable {@code vgg16.npy}
   * @throws IOException if reading or writing fails
   */
  public ConvertedTrunk convert(Path npy, Progress progress) throws IOException {
    try (HomeLock lock = HomeLock.take(home)) {
      try (Vgg16Weights weights = Vgg16Weights.open(npy)) {
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
   * @param weights as in {@link #choose}
   * @param progress told of the bytes fetched and written
   * @throws MalformedWeightsException if the weights are of no use
   * @throws IOException if they cannot be had, or reading or writing fails
   */
  public ConvertedTrunk provide(String weights, Progress progress) throws IOException {
    Choice choice = choose(weights);
    if (choice instanceof ToDownload missing) {
      choice = new ToConvert(download(missing.source(), progress));
    }
    return choice instanceof ToConvert file
        ? convert(file.npy(), progress)
        : ((Converted) choice).trunk();
  }

  private TrunkStore store() {
    return new TrunkStore(home.trunk());
  }
}
