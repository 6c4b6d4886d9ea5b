package dev.flowers.training;

import dev.flowers.dataset.FlowerPhotos;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.download.DownloadProgress;
import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingCache;
import dev.flowers.embedding.SkippedFile;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.Quantity;
import dev.flowers.training.PipelineListener.Stage;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkProvider;
import dev.flowers.trunk.store.TrunkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The steps before training: photos, a trunk, embeddings. Each step does only what is missing and
 * takes the home's lock while it writes. {@link TrainingPipeline} calls them in their order.
 *
 * <pre>{@code
 * DataPreparation preparation = new DataPreparation(Home.standard(), new PipelineListener() {});
 * PreparedEmbeddings embeddings =
 *     preparation.embed(Optional.of(Path.of("my_photos")), TrunkRequest.usual(), Augmentation.NONE);
 * }</pre>
 */
public final class DataPreparation {
  private static final int SHOWN = 3;

  private final Home home;
  private final TrunkProvider trunks;
  private final PipelineListener listener;
  private final Optional<Precision> precision;

  /** Prepares data in a home; embeds in the fastest precision that this machine has. */
  public DataPreparation(Home home, PipelineListener listener) {
    this(home, listener, Optional.empty());
  }

  /**
   * Prepares data in a home.
   *
   * @param precision in which photos are embedded; empty for the fastest that this machine has
   */
  public DataPreparation(Home home, PipelineListener listener, Optional<Precision> precision) {
    this.home = home;
    this.trunks = new TrunkProvider(home);
    this.listener = listener;
    this.precision = precision;
  }

  /**
   * Downloads the public flower photos, unless they are there.
   *
   * @param source the archive: {@link PublicFiles#flowerPhotos()}, or the same in another place
   * @return their folder
   * @throws IOException if they cannot be fetched or unpacked; a later call goes on
   */
  public Path downloadPhotos(Source source) throws IOException {
    Stopwatch watch = new Stopwatch();
    Path present = FlowerPhotos.folder(home);
    if (Files.isDirectory(present)) {
      listener.onEnd(
          Stage.DOWNLOAD, "photos were there already, nothing was downloaded: " + present);
      return present;
    }
    try (HomeLock lock = HomeLock.take(home)) {
      listener.onStart(Stage.DOWNLOAD, "");
      Path folder =
          FlowerPhotos.fetch(
              home,
              source,
              DownloadProgress.to(
                  new StageProgress(listener, Stage.DOWNLOAD), "downloading photos"));
      listener.onEnd(Stage.DOWNLOAD, "photos in " + watch.seconds() + " → " + folder);
      return folder;
    }
  }

  /**
   * Downloads the public weights, unless they are there: {@code vgg16.npy}, or where it cannot be
   * had Keras's file of the same weights, of which a note tells.
   *
   * @return the file
   * @throws dev.flowers.trunk.MalformedWeightsException if what came is of no use; it is deleted
   * @throws IOException if it cannot be fetched; a later call goes on
   */
  public Path downloadWeights() throws IOException {
    return downloadWeights(trunks.publicWeights());
  }

  private Path downloadWeights(TrunkProvider.ToDownload missing) throws IOException {
    return downloadWeights(
        missing.sources().stream().map(missing::target).filter(Files::exists).findFirst(),
        progress ->
            trunks.download(missing, progress, note -> listener.onNote(Stage.DOWNLOAD, note)));
  }

  /**
   * Downloads a file of weights, unless it is there.
   *
   * @param published the file, which is kept under the name that it has there
   * @param source {@code published}, or the same in another place
   * @return the file
   * @throws dev.flowers.trunk.MalformedWeightsException if what came is of no use; it is deleted
   * @throws IOException if it cannot be fetched; a later call goes on
   */
  public Path downloadWeights(Source published, Source source) throws IOException {
    Path file = home.weights().resolve(published.fileName());
    return downloadWeights(
        Optional.of(file).filter(Files::exists),
        progress -> trunks.download(source, file, progress));
  }

  private interface Fetch {
    Path with(StageProgress progress) throws IOException;
  }

  private Path downloadWeights(Optional<Path> present, Fetch fetch) throws IOException {
    Stopwatch watch = new Stopwatch();
    if (present.isEmpty()) {
      listener.onStart(Stage.DOWNLOAD, "");
    }
    Path file = fetch.with(new StageProgress(listener, Stage.DOWNLOAD));
    listener.onEnd(
        Stage.DOWNLOAD,
        present.isPresent()
            ? "weights were there already, nothing was downloaded: " + file
            : "weights in " + watch.seconds() + " → " + file);
    return file;
  }

  /**
   * Provides the trunk, by the policy of {@link TrunkProvider}.
   *
   * @throws dev.flowers.storage.InvalidInputException if it is not there or of no use
   * @throws IOException if they cannot be fetched, read or converted
   */
  public Trunk trunk(TrunkRequest wanted) throws IOException {
    TrunkProvider.Choice choice = trunks.choose(wanted);
    if (choice instanceof TrunkProvider.Converted known) {
      Trunk trunk = known.trunk();
      listener.onEnd(
          Stage.CONVERT,
          trunk.sources().get(0).name()
              + " was converted before: "
              + trunk.directory()
              + (known.others().isEmpty()
                  ? ""
                  : "; --trunk chooses another: " + TrunkProvider.names(known.others())));
      return trunk;
    }
    if (choice instanceof TrunkProvider.ToDownload missing) {
      Path file = downloadWeights(missing);
      return convert(new TrunkProvider.ToConvert(file, TrunkRequest.of(file)));
    }
    return convert((TrunkProvider.ToConvert) choice);
  }

  private Trunk convert(TrunkProvider.ToConvert file) throws IOException {
    Stopwatch watch = new Stopwatch();
    listener.onStart(Stage.CONVERT, "");
    Trunk trunk = trunks.convert(file, new StageProgress(listener, Stage.CONVERT));
    listener.onEnd(
        Stage.CONVERT,
        String.format(
            Locale.ROOT,
            "%s in %s: %s, embeddings of %s → %s",
            file.place(),
            watch.seconds(),
            trunk.id(),
            Quantity.of(trunk.width(), "number"),
            trunk.directory()));
    return trunk;
  }

  /**
   * Brings the embeddings of a folder up to date, and makes the trunk first if need be. What was
   * embedded before, by content, is not computed again.
   *
   * @param photos a folder of class folders; empty for the public flower photos, which are
   *     downloaded if they are not there
   * @param wanted as in {@link #trunk}
   * @throws dev.flowers.storage.InvalidInputException if it is none, or the machine does not have
   *     the precision
   * @throws IOException if a file cannot be read or written; what was computed is kept
   */
  public PreparedEmbeddings embed(
      Optional<Path> photos, TrunkRequest wanted, Augmentation augmentation) throws IOException {
    return embed(photos, Optional.empty(), wanted, augmentation);
  }

  /**
   * The same for the photos of a table.
   *
   * @param labels the table, as {@link PhotoFolder#labelled} reads it, with {@code photos} as the
   *     folder where paths are looked for, too; empty for a folder of class folders
   */
  public PreparedEmbeddings embed(
      Optional<Path> photos, Optional<Path> labels, TrunkRequest wanted, Augmentation augmentation)
      throws IOException {
    // Both are looked at before the weights, which may have to be downloaded.
    if (precision.isPresent()) {
      precision.get().require();
    }
    PhotoFolder folder =
        labels.isPresent()
            ? PhotoFolder.labelled(labels.get(), photos)
            : PhotoFolder.list(
                photos.isPresent() ? photos.get() : downloadPhotos(PublicFiles.flowerPhotos()));
    Trunk trunk = trunk(wanted).in(precision);
    return embed(folder, trunk, augmentation);
  }

  private PreparedEmbeddings embed(PhotoFolder folder, Trunk trunk, Augmentation augmentation)
      throws IOException {
    Stopwatch watch = new Stopwatch();
    Path file = new EmbeddingCache(home).file(folder.source(), trunk, augmentation);
    Embedder.Result result;
    try (HomeLock lock = HomeLock.take(home)) {
      listener.onStart(Stage.EMBED, "");
      result =
          new Embedder(trunk, ImageDecoder.withDefaults())
              .embed(folder, file, augmentation, new StageProgress(listener, Stage.EMBED));
    }
    listener.onEnd(
        Stage.EMBED, summary(folder, result, watch) + ", in " + trunk.precision() + " → " + file);
    if (!folder.unused().isEmpty()) {
      listener.onNote(Stage.EMBED, unused(folder.unused(), folder.root()));
    }
    result.skipped().forEach(listener::onSkippedFile);
    if (!result.skipped().isEmpty()) {
      listener.onNote(Stage.EMBED, skipped(result.skipped(), file));
    }
    return new PreparedEmbeddings(
        file, Optional.of(folder.root().toAbsolutePath()), result.skipped());
  }

  private static String summary(PhotoFolder folder, Embedder.Result result, Stopwatch watch) {
    return String.format(
        Locale.ROOT,
        "%s of %s%s: %d embedded now, %d known in %s%s",
        Quantity.of(result.photos(), "photo"),
        Quantity.of(folder.classes().size(), "class"),
        result.mirrors() > 0 ? " and " + Quantity.of(result.mirrors(), "mirror image") : "",
        result.embedded(),
        result.photos() + result.mirrors() - result.embedded(),
        watch.seconds(),
        result.embedded() > 0 ? ", " + watch.rate(result.embedded()) + " photos/s" : "");
  }

  private static String unused(List<PhotoFolder.UnusedFile> files, Path folder) {
    return files.size()
        + " of the files and folders in "
        + folder
        + (files.size() == 1 ? " is" : " are")
        + " not used: "
        + firstOf(files, PhotoFolder.UnusedFile::toString);
  }

  private static <T> String firstOf(List<T> files, Function<T, String> text) {
    return files.stream().limit(SHOWN).map(text).collect(Collectors.joining(", "))
        + (files.size() > SHOWN ? ", …" : "");
  }

  private static String skipped(List<SkippedFile> files, Path embeddings) {
    return Quantity.of(files.size(), "file")
        + " skipped: "
        + firstOf(files, file -> file.path() + " (" + file.reason() + ")")
        + "; all are listed in "
        + embeddings.getFileName()
        + ".skipped.csv";
  }
}
