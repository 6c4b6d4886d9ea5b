package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.dataset.FlowerPhotos;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.Split;
import dev.flowers.download.Downloader;
import dev.flowers.download.Source;
import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.Home;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.TrunkStore;
import dev.flowers.trunk.Vgg16Weights;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** The steps that several commands share. Each tells what it did. */
final class Steps {
  private static final int SKIPPED_SHOWN = 3;
  private static final String FETCHED_AGAIN = "nothing was fetched; it is when they are gone";

  private final Terminal terminal;
  private final Home home;

  Steps(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.home = home;
  }

  /** Fetches the public photos, unless they are there, and returns their folder. */
  Path downloadPhotos(Source source) throws IOException {
    Stopwatch watch = new Stopwatch();
    Path present = FlowerPhotos.folder(home);
    if (Files.isDirectory(present)) {
      terminal.say("download  photos were there already: %s; %s", present, FETCHED_AGAIN);
      return present;
    }
    try (Download download = new Download(terminal, "fetching photos")) {
      Path folder = FlowerPhotos.fetch(home, source, download);
      terminal.say("download  photos in %s → %s", watch.seconds(), folder);
      return folder;
    }
  }

  /** Fetches the public weights, unless they are there, and returns the file. */
  Path downloadWeights(Source source) throws IOException {
    Stopwatch watch = new Stopwatch();
    Path file = WeightsOption.inHome(home);
    boolean present = Files.exists(file);
    try (Download download = new Download(terminal, "fetching weights")) {
      new Downloader().fetch(source, file, download);
    }
    // No checksum is published: that it can be read is all that can be known of it.
    try (Vgg16Weights weights = Vgg16Weights.open(file)) {
      int layers = weights.layers().size();
      if (present) {
        terminal.say(
            "download  weights of %d layers were there already: %s; %s",
            layers, file, FETCHED_AGAIN);
      } else {
        terminal.say("download  weights of %d layers in %s → %s", layers, watch.seconds(), file);
      }
    } catch (MalformedWeightsException e) {
      Downloader.discard(file);
      throw e;
    }
    return file;
  }

  /**
   * The trunk that was converted from a file of this name, wherever that is now; of several, the
   * one of the newest file.
   */
  Optional<ConvertedTrunk> convertedEarlier(String fileName) throws IOException {
    TrunkStore store = new TrunkStore(home.trunk());
    Optional<ConvertedTrunk> newest = store.convertedFromName(fileName);
    List<String> others =
        store.list().stream()
            .filter(trunk -> !Optional.of(trunk).equals(newest))
            .map(trunk -> trunk.sources().get(0).name() + " " + trunk.directory().getFileName())
            .toList();
    String rest = others.isEmpty() ? "" : "; --weights FILE chooses another: " + others;
    if (newest.isPresent()) {
      terminal.say(
          "convert   the newest %s was converted before: %s%s",
          fileName, newest.get().directory(), rest);
    } else if (!others.isEmpty()) {
      terminal.say("convert   no %s was converted yet%s", fileName, rest);
    }
    return newest;
  }

  /** Converts the weights, if that was not done before. */
  ConvertedTrunk convert(Path weights) throws IOException {
    TrunkStore store = new TrunkStore(home.trunk());
    Optional<ConvertedTrunk> present = store.convertedFrom(weights);
    if (present.isPresent()) {
      terminal.say("convert   %s was converted before: %s", weights, present.get().directory());
      return present.get();
    }
    Stopwatch watch = new Stopwatch();
    Progress progress = terminal.progress(" MB", 1_000_000);
    long bytes;
    try (Vgg16Weights opened = Vgg16Weights.open(weights)) {
      bytes = opened.bytes();
    }
    progress.reset("converting", bytes);
    ConvertedTrunk trunk;
    try {
      trunk = store.convert(weights, progress::update);
    } finally {
      progress.end();
    }
    terminal.say(
        "convert   %s: %d MB in %s, %d numbers a photo → %s",
        weights, bytes / 1_000_000, watch.seconds(), trunk.width(), trunk.directory());
    return trunk;
  }

  /** Where the embeddings of a folder by a trunk are kept. */
  Path embeddings(Path photos, ConvertedTrunk trunk, Augmentation augmentation) {
    // The folder's name is for people, the hash of its place tells folders of one name apart.
    Path folder = photos.toAbsolutePath().normalize();
    CRC32 place = new CRC32();
    place.update(folder.toString().getBytes(StandardCharsets.UTF_8));
    return home.embeddings()
        .resolve(
            String.format(
                "%s-%s-%s%s.tfrecord",
                folder.getFileName(),
                HexFormat.of().toHexDigits((int) place.getValue()),
                trunk.fingerprint().substring(0, 8),
                // A file of its own: what is in a file is what is trained on, and both stay known.
                augmentation == Augmentation.NONE ? "" : "-" + DisplayText.of(augmentation)));
  }

  /** Brings the embeddings of a folder up to date. */
  Embedder.Result embed(Path photos, ConvertedTrunk trunk, Path tfrecord, Augmentation augmentation)
      throws IOException {
    Stopwatch watch = new Stopwatch();
    PhotoFolder folder = PhotoFolder.list(photos);
    Embedder.Result result =
        new Embedder(trunk, ImageDecoder.withDefaults())
            .embed(folder, tfrecord, augmentation, terminal.progress(" photos", 1));
    terminal.say(
        "embed     %d photos of %d classes%s: %d embedded now, %d known in %s%s → %s",
        result.photos(),
        folder.classes().size(),
        result.mirrors() > 0 ? " and " + result.mirrors() + " mirror images" : "",
        result.embedded(),
        result.photos() + result.mirrors() - result.embedded(),
        watch.seconds(),
        result.embedded() > 0 ? ", " + watch.rate(result.embedded()) + " photos/s" : "",
        tfrecord);
    if (!result.skipped().isEmpty()) {
      terminal.say(
          "          %d files skipped: %s; %s",
          result.skipped().size(),
          result.skipped().stream()
                  .limit(SKIPPED_SHOWN)
                  .map(file -> file.path() + " (" + file.reason() + ")")
                  .collect(java.util.stream.Collectors.joining(", "))
              + (result.skipped().size() > SKIPPED_SHOWN ? ", …" : ""),
          "all are listed in " + tfrecord.getFileName() + ".skipped.csv");
    }
    return result;
  }

  /** Fits a head to embeddings, evaluates it on the test part and publishes it. */
  PublishedModel train(
      EmbeddingFile file, String photos, Split split, HeadOptions options, String name, String note)
      throws IOException {
    return train(file, photos, split, options, name, note, epoch -> {});
  }

  /** The same, and tells somebody else of each epoch. */
  PublishedModel train(
      EmbeddingFile file,
      String photos,
      Split split,
      HeadOptions options,
      String name,
      String note,
      Consumer<EpochResult> onEpoch)
      throws IOException {
    sayParts(file, split);
    Stopwatch watch = new Stopwatch();
    terminal.say("          epoch  train loss  accuracy  validation loss  accuracy  seconds");
    Consumer<EpochResult> say = this::sayEpoch;
    TrainedHead head = new HeadTrainer(options, say.andThen(onEpoch)).train(file, split);
    terminal.say(
        "          best epoch %d of %d, in %s",
        head.provenance().bestEpoch(), head.provenance().history().size(), watch.seconds());
    return publish(file, photos, head, name, note);
  }

  /** Says how many photos each part has. */
  void sayParts(EmbeddingFile file, Split split) {
    Map<Split.Part, Integer> sizes = new EnumMap<>(Split.Part.class);
    for (int row : file.rowsById()) {
      sizes.merge(split.of(file.id(row)), 1, Integer::sum);
    }
    long mirrors =
        Arrays.stream(file.rowsByIdWithMirrors())
            .filter(row -> file.mirrored(row) && split.of(file.id(row)) == Split.Part.TRAIN)
            .count();
    terminal.say(
        "train     %d photos%s to train on, %d to choose the epoch, %d to test (split %s, seed %d)",
        sizes.getOrDefault(Split.Part.TRAIN, 0),
        mirrors > 0 ? " and " + mirrors + " mirror images" : "",
        sizes.getOrDefault(Split.Part.VALIDATION, 0),
        sizes.getOrDefault(Split.Part.TEST, 0),
        split.percents(),
        split.seed());
  }

  /** Evaluates a head on the test part and publishes it. */
  PublishedModel publish(
      EmbeddingFile file, String photos, TrainedHead head, String name, String note)
      throws IOException {
    Evaluated evaluated = Evaluated.of(head, HeadInput.of(name, head, file), Split.Part.TEST);
    Evaluation evaluation = evaluated.evaluation();
    terminal.say("evaluate  on the test part:%n");
    evaluation.text().lines().forEach(line -> terminal.say("%s", "          " + line));
    PublishedModel published =
        new ModelRepository(home.zoo())
            .publish(
                name,
                head,
                ModelProvenance.now(
                    file.file().toAbsolutePath().toString(),
                    photos,
                    head.provenance(),
                    new ModelProvenance.TestFigures(
                        evaluation.confusion().total(), evaluation.accuracy(), evaluation.loss()),
                    note));
    terminal.say("%npublish   %s → %s", published.reference(), published.directory());
    report(published, evaluated, file);
    return published;
  }

  /** Writes the page to look at, if there is anything to show. */
  void report(PublishedModel model, Evaluated evaluated, EmbeddingFile file) throws IOException {
    if (evaluated.rows().isEmpty()) {
      return;
    }
    Stopwatch watch = new Stopwatch();
    Subject subject = Subject.of(model, file);
    Path directory = home.reports().resolve(subject.reportName());
    Path page = evaluated.report(subject).write(directory);
    terminal.say("report    in %s → %s", watch.seconds(), page);
  }

  private void sayEpoch(EpochResult result) {
    terminal.say(
        "          %5d  %10.4f  %8.4f  %15.4f  %8.4f  %7.2f",
        result.epoch(),
        result.trainLoss(),
        result.trainAccuracy(),
        result.validationLoss(),
        result.validationAccuracy(),
        result.seconds());
  }
}
