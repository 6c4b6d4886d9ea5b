package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.util.ProgressBar;
import ai.djl.util.Progress;
import dev.flowers.JavaProcess;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import dev.flowers.dataset.Photo;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.download.DownloadProgress;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.Trunk;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderIT {
  private static final int PER_CLASS = 9;

  @TempDir Path directory;
  private Path photos;
  private Path tfrecord;
  private Trunk trunk;

  @BeforeEach
  void paint() throws IOException {
    photos = PaintedPhotos.paint(directory.resolve("photos"), PER_CLASS, 1);
    trunk = SmallTrunk.convertedIn(directory);
    tfrecord = directory.resolve("embeddings").resolve("photos.tfrecord");
  }

  @Test
  void secondRunDoesNothing() throws IOException {
    assertEquals(new Embedder.Result(45, 0, 45, List.of()), embed());
    FileTime written = Files.getLastModifiedTime(tfrecord);
    List<Embedding> first = records(tfrecord);

    assertEquals(new Embedder.Result(45, 0, 0, List.of()), embed());

    assertEquals(written, Files.getLastModifiedTime(tfrecord));
    assertEquals(first, records(tfrecord));
    assertEquals(List.of("daisy", "dandelion", "roses", "sunflowers", "tulips"), info().classes());
    assertEquals(trunk.fingerprint(), info().trunk());
    assertEquals(SmallTrunk.WIDTH, info().width());
  }

  @Test
  void onlyNewContentIsComputed() throws IOException {
    embed();
    var before = codesByPath();
    Files.move(photos.resolve("daisy/daisy-0001.jpg"), photos.resolve("daisy/renamed.jpg"));
    Files.move(photos.resolve("roses/roses-0002.jpg"), photos.resolve("tulips/moved.jpg"));
    Files.delete(photos.resolve("tulips/tulips-0003.jpg"));
    PaintedPhotos.paint(directory.resolve("more"), PER_CLASS + 1, 1);
    Files.copy(
        directory.resolve("more/roses/roses-0010.jpg"), photos.resolve("roses/roses-0010.jpg"));

    assertEquals(new Embedder.Result(45, 0, 1, List.of()), embed());

    var after = codesByPath();
    assertFalse(after.containsKey("tulips/tulips-0003.jpg"));
    assertArrayEquals(before.get("daisy/daisy-0001.jpg"), after.get("daisy/renamed.jpg"));
    assertArrayEquals(before.get("roses/roses-0002.jpg"), after.get("tulips/moved.jpg"));
    assertTrue(after.containsKey("roses/roses-0010.jpg"));
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      for (int row = 0; row < file.size(); row++) {
        if (file.path(row).equals("tulips/moved.jpg")) {
          assertEquals(file.classes().indexOf("tulips"), file.label(row));
        }
      }
    }
  }

  @Test
  void anotherFoldersEmbeddingsServeToo() throws IOException {
    embed();
    Path copy = directory.resolve("copy");
    Files.move(photos, copy);
    Path other = tfrecord.resolveSibling("copy.tfrecord");

    Embedder.Result result =
        embedder().embed(PhotoFolder.list(copy), other, DownloadProgress.silent());

    assertEquals(new Embedder.Result(45, 0, 0, List.of()), result);
    assertEquals(records(tfrecord), records(other));
  }

  @Test
  void unreadableFilesAreCountedListedAndNotTriedAgain() throws IOException {
    byte[] whole = Files.readAllBytes(photos.resolve("roses/roses-0001.jpg"));
    Path half = photos.resolve("roses/half.jpg");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    Path text = photos.resolve("daisy/notes.txt");
    Files.writeString(text, "no photo");
    Path empty = Files.createFile(photos.resolve("tulips/empty.jpg"));

    Embedder.Result first = embed();
    Embedder.Result second = embed();

    assertEquals(45, first.photos());
    assertEquals(45, first.embedded());
    assertEquals(
        List.of(text, half, empty).stream().sorted().toList(),
        first.skipped().stream().map(SkippedFile::path).sorted().toList());
    for (SkippedFile skipped : first.skipped()) {
      assertTrue(skipped.reason().startsWith("found "), skipped.toString());
      assertTrue(skipped.reason().contains("expected "), skipped.toString());
    }
    assertEquals(0, second.embedded());
    assertEquals(first.skipped().size(), second.skipped().size());
    List<String> lines = Files.readAllLines(tfrecord.resolveSibling("photos.tfrecord.skipped.csv"));
    assertEquals("path,reason,id,rules", lines.get(0));
    assertEquals(4, lines.size());

    Files.delete(half);
    Files.delete(text);
    Files.delete(empty);
    assertEquals(new Embedder.Result(45, 0, 0, List.of()), embed());
    assertFalse(Files.exists(tfrecord.resolveSibling("photos.tfrecord.skipped.csv")));
  }

  @Test
  void aFileThatFailedInPassingIsTriedAgain() throws IOException {
    Path photo = photos.resolve("roses/roses-0001.jpg");
    Path away = directory.resolve("away.jpg");
    // Told when all photos were identified and none is decoded.
    Progress unplugging =
        new Progress() {
          @Override
          public void reset(String message, long max, @Nullable String trailingMessage) {
            try {
              Files.move(photo, away);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void start(long initialProgress) {}

          @Override
          public void end() {}

          @Override
          public void increment(long increment) {}

          @Override
          public void update(long progress, @Nullable String message) {}
        };
    Embedder.Result first = embedder().embed(PhotoFolder.list(photos), tfrecord, unplugging);
    assertEquals(List.of(new SkippedFile(photo, "", "no such file or folder")), first.skipped());

    Files.move(away, photo);
    assertEquals(new Embedder.Result(45, 0, 1, List.of()), embed());
  }

  @Test
  void aVerdictHoldsForTheDecodersRulesAlone() throws IOException {
    Path large = photos.resolve("roses/large.png");
    ImageIO.write(new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB), "png", large.toFile());
    Embedder strict = new Embedder(trunk, ImageDecoder.limitedTo(999_999));

    Embedder.Result first =
        strict.embed(PhotoFolder.list(photos), tfrecord, DownloadProgress.silent());
    assertEquals(List.of(large), first.skipped().stream().map(SkippedFile::path).toList());

    assertEquals(new Embedder.Result(46, 0, 1, List.of()), embed());
  }

  @Test
  void classOfWhichNoFileCanBeReadIsAnErrorThatKeepsTheRest() throws IOException {
    for (int i = 1; i <= PER_CLASS; i++) {
      Files.writeString(photos.resolve("roses/roses-000" + i + ".jpg"), "broken " + i);
    }
    InvalidInputException e = assertThrows(InvalidInputException.class, this::embed);
    assertEquals(
        photos
            + ": class roses: found no file that could be read as a photo, expected at least one",
        e.getMessage());

    PaintedPhotos.paint(directory.resolve("again"), PER_CLASS, 1);
    for (int i = 1; i <= PER_CLASS; i++) {
      String name = "roses/roses-000" + i + ".jpg";
      Files.delete(photos.resolve(name));
      Files.copy(directory.resolve("again").resolve(name), photos.resolve(name));
    }
    assertEquals(new Embedder.Result(45, 0, PER_CLASS, List.of()), embed());
  }

  @Test
  void mirrorImagesAreAddedWithoutComputingAPhotoAgain() throws IOException {
    embed();
    List<Embedding> plain = records(tfrecord);
    Path flipped = tfrecord.resolveSibling("photos-flip.tfrecord");

    assertEquals(new Embedder.Result(45, 45, 45, List.of()), flip(flipped));
    assertEquals(new Embedder.Result(45, 45, 0, List.of()), flip(flipped));
    assertEquals(new Embedder.Result(45, 0, 0, List.of()), embed());

    assertEquals(plain, records(tfrecord));
    try (EmbeddingFile file = EmbeddingFile.open(flipped)) {
      assertEquals(90, file.size());
      assertEquals(45, file.info().mirrors());
      for (Embedding photo : plain) {
        int row = file.find(photo.id()).orElseThrow();
        int mirror = file.find(photo.id(), true).orElseThrow();
        assertEquals(photo, file.embedding(row));
        assertEquals(photo.path(), file.path(mirror));
        assertFalse(Arrays.equals(photo.values(), file.values(mirror)), "values of its own");
      }
    }
  }

  @Test
  void aMirrorImagesCodeIsTheMirroredPhotosOwn() throws IOException {
    Path flipped = tfrecord.resolveSibling("flip.tfrecord");
    Path photo = photos.resolve("roses/seen.png");
    Path mirror = photos.resolve("roses/mirrored.png");
    BufferedImage picture = new BufferedImage(300, 260, BufferedImage.TYPE_INT_RGB);
    BufferedImage other = new BufferedImage(300, 260, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(5);
    for (int i = 0; i < 300 * 260; i++) {
      int rgb = random.nextInt();
      picture.setRGB(i % 300, i / 300, rgb);
      other.setRGB(299 - i % 300, i / 300, rgb);
    }
    ImageIO.write(picture, "png", photo.toFile());
    ImageIO.write(other, "png", mirror.toFile());
    assertEquals(47, flip(flipped).mirrors());
    try (EmbeddingFile file = EmbeddingFile.open(flipped)) {
      int mirrored = file.find(Photo.contentId(photo), true).orElseThrow();
      int own = file.find(Photo.contentId(mirror)).orElseThrow();
      assertArrayEquals(file.values(own), file.values(mirrored), 1e-3f);
    }
  }

  private Embedder.Result flip(Path file) throws IOException {
    return embedder()
        .embed(PhotoFolder.list(photos), file, Augmentation.FLIP, DownloadProgress.silent());
  }

  /** Embeds once, for a process that is killed. */
  static final class Run {
    private Run() {}

    public static void main(String[] args) throws IOException {
      Path directory = Path.of(args[0]);
      new Embedder(SmallTrunk.convertedIn(directory), ImageDecoder.withDefaults())
          .embed(
              PhotoFolder.list(Path.of(args[1])),
              Path.of(args[2]),
              Augmentation.FLIP,
              new ProgressBar());
    }
  }

  @Test
  void killedRunsEndInTheSameFileAsAnUndisturbedOne() throws Exception {
    Path many = PaintedPhotos.paint(directory.resolve("many"), 30, 2);
    Path undisturbed = directory.resolve("embeddings/undisturbed.tfrecord");
    embedder()
        .embed(PhotoFolder.list(many), undisturbed, Augmentation.FLIP, DownloadProgress.silent());
    Path killed = directory.resolve("killed/many.tfrecord");
    Random random = new Random(4);
    for (int i = 0; i < 10; i++) {
      ProcessBuilder builder =
          JavaProcess.builder(
              JavaProcess.classPath(),
              Run.class,
              List.of("-Xmx256m"),
              List.of(directory.toString(), many.toString(), killed.toString()));
      Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      process.waitFor(700 + random.nextInt(1800), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
    }

    embedder().embed(PhotoFolder.list(many), killed, Augmentation.FLIP, DownloadProgress.silent());

    assertEquals(records(undisturbed), records(killed));
    assertEquals(-1, Files.mismatch(undisturbed, killed));
    assertFalse(Files.exists(killed.resolveSibling("many.tfrecord.partial")));
  }

  private Embedder.Result embed() throws IOException {
    return embedder().embed(PhotoFolder.list(photos), tfrecord, DownloadProgress.silent());
  }

  private Embedder embedder() {
    return new Embedder(trunk, ImageDecoder.withDefaults());
  }

  private EmbeddingsInfo info() throws IOException {
    return EmbeddingsInfo.read(EmbeddingsInfo.beside(tfrecord));
  }

  private Map<String, float[]> codesByPath() throws IOException {
    Map<String, float[]> embeddings = new TreeMap<>();
    for (Embedding embedding : records(tfrecord)) {
      embeddings.put(embedding.path(), embedding.values());
    }
    return embeddings;
  }

  private static List<Embedding> records(Path tfrecord) throws IOException {
    List<Embedding> records = new ArrayList<>();
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      for (int row = 0; row < file.size(); row++) {
        records.add(file.embedding(row));
      }
    }
    return records;
  }
}
