package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.embedding.Embedder;
import dev.flowers.home.Home;
import dev.flowers.image.ImageDecoder;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.TrunkStore;
import dev.flowers.trunk.Vgg16Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/** The steps that several commands share. Each tells what it did. */
final class Steps {
  private static final int SKIPPED_SHOWN = 3;

  private final Terminal terminal;
  private final Home home;

  Steps(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.home = home;
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
  Path embeddings(Path photos, ConvertedTrunk trunk) {
    // The folder's name is for people, the hash of its place tells folders of one name apart.
    Path folder = photos.toAbsolutePath().normalize();
    CRC32 place = new CRC32();
    place.update(folder.toString().getBytes(StandardCharsets.UTF_8));
    return home.embeddings()
        .resolve(
            String.format(
                "%s-%s-%s.tfrecord",
                folder.getFileName(),
                HexFormat.of().toHexDigits((int) place.getValue()),
                trunk.fingerprint().substring(0, 8)));
  }

  /** Brings the embeddings of a folder up to date. */
  Embedder.Result embed(Path photos, ConvertedTrunk trunk, Path tfrecord) throws IOException {
    Stopwatch watch = new Stopwatch();
    PhotoFolder folder = PhotoFolder.list(photos);
    Embedder.Result result =
        new Embedder(trunk, ImageDecoder.withDefaults())
            .embed(folder, tfrecord, terminal.progress(" photos", 1));
    terminal.say(
        "embed     %d photos of %d classes: %d embedded now, %d known in %s%s → %s",
        result.photos(),
        folder.classes().size(),
        result.embedded(),
        result.photos() - result.embedded(),
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
}
