package dev.flowers.archive;

import ai.djl.util.Progress;
import dev.flowers.archive.HeadAnswers.Input;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.embedding.EmbeddingStream;
import dev.flowers.embedding.EmbeddingsInfo;
import dev.flowers.embedding.PhotoCache;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Names the photos of an archive, of which there may be any number, in a file with an answer for
 * each in the photos' order. A run that was killed is gone on with by the same call: what stands in
 * the file is compared with the photos and not computed again, and a torn end is cut off.
 *
 * <pre>{@code
 * ArchiveResult result =
 *     new ArchivePrediction(Home.standard(), "flowers-vgg16", note -> {})
 *         .predict(
 *             PhotoSource.of(List.of(Path.of("archive"))),
 *             ArchiveOptions.to(Path.of("answers.jsonl"), AnswerForm.JSONL),
 *             progress);
 * }</pre>
 *
 * <p>Beside the answers is a small {@code .run.json}, which says what they were made with.
 *
 * @param home where the model is
 * @param reference the model's name, or {@code name:version}
 * @param notes told what a reader of the answers should know, a sentence at a time
 */
public record ArchivePrediction(Home home, String reference, Consumer<String> notes) {
  /** Embeddings a chunk: a megabyte or four. */
  private static final int EMBEDDINGS = 256;

  private static final String TASK = "predict";

  /**
   * Names photos.
   *
   * @param photos in the same order in every run
   * @param progress told of the answers
   * @return what was done
   * @throws InvalidInputException if the file's answers are of other photos or made with something
   *     else, the cache is another trunk's, or there is no such model
   * @throws IOException if a file cannot be read or written; what was complete stays
   */
  public ArchiveResult predict(PhotoSource photos, ArchiveOptions options, Progress progress)
      throws IOException {
    PublishedModel model = new ModelRepository(home).find(reference);
    HeadAnswers answers = HeadAnswers.of(model, options.top(), options.unknown());
    ExecutorService threads = Waiting.threads();
    try (ModelTrunk trunk =
        new ModelTrunk(model, answers.head(), new TrunkStore(home.trunk()), precision(options))) {
      String identity = trunk.identity();
      try (AnswerFile file = open(model, answers, identity, options);
          CacheOf cache = CacheOf.open(options.cache(), identity, answers.head().width())) {
        cache.file().ifPresent(this::noteCutOff);
        OrderedAnswers ordered =
            new OrderedAnswers(
                file, cache.file(), threads, progress, Runtime.getRuntime().availableProcessors());
        PhotoEmbeddings embeddings =
            new PhotoEmbeddings(
                trunk, cache.file(), threads, inputs -> ordered.add(() -> answers.answers(inputs)));
        Progressing<PhotoEmbeddings.Photo> inputs =
            new Progressing<>(
                file,
                trunk.precision().batch(),
                PhotoEmbeddings.Photo::name,
                embeddings::add,
                photos.count(),
                progress);
        long unused = each(photos, own(options), inputs);
        inputs.finish();
        embeddings.finish();
        ordered.finish();
        return new ArchiveResult(
            model,
            inputs.answered() + ordered.written(),
            inputs.answered(),
            inputs.failed() + ordered.failed(),
            embeddings.known(),
            embeddings.embedded(),
            unused);
      } finally {
        progress.end();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Names photos by their embeddings alone: no trunk is opened.
   *
   * @param embeddings a TFRecord, a cache, or a directory or pattern of shards
   * @param options whose precision and cache do not matter
   * @param progress told of the answers
   * @return what was done
   * @throws InvalidInputException if they are of another width or trunk; else as the other method
   * @throws IOException as the other method
   */
  public ArchiveResult predict(Path embeddings, ArchiveOptions options, Progress progress)
      throws IOException {
    PublishedModel model = new ModelRepository(home).find(reference);
    HeadAnswers answers = HeadAnswers.of(model, options.top(), options.unknown());
    ExecutorService threads = Waiting.threads();
    try (EmbeddingStream stream = EmbeddingStream.open(embeddings)) {
      checkTrunk(embeddings, stream.trunk(), model, answers.head().provenance().trunk());
      checkWidth(embeddings, stream.width(), model, answers.head().width());
      try (AnswerFile file = open(model, answers, stream.trunk(), options)) {
        OrderedAnswers ordered =
            new OrderedAnswers(
                file,
                Optional.empty(),
                threads,
                progress,
                2 * Runtime.getRuntime().availableProcessors());
        Progressing<Input> inputs =
            new Progressing<>(
                file,
                EMBEDDINGS,
                Input::photo,
                chunk -> ordered.add(() -> answers.answers(chunk)),
                stream.count(),
                progress);
        while (stream.next()) {
          checkWidth(embeddings, stream.width(), model, answers.head().width());
          inputs.add(new Input(stream.name(), Optional.of(stream.values()), ""));
        }
        inputs.finish();
        ordered.finish();
        return new ArchiveResult(
            model,
            inputs.answered() + ordered.written(),
            inputs.answered(),
            inputs.failed() + ordered.failed(),
            ordered.written(),
            0,
            0);
      } finally {
        progress.end();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Inputs that are counted. */
  private static final class Progressing<T> {
    private final ResumedInputs<T> inputs;
    private final OptionalLong total;
    private final Progress progress;
    private boolean begun;

    Progressing(
        AnswerFile file,
        int size,
        Function<T, String> name,
        ResumedInputs.Consumer<T> consumer,
        OptionalLong total,
        Progress progress) {
      this.total = total;
      this.progress = progress;
      this.inputs =
          new ResumedInputs<>(
              file,
              size,
              name,
              chunk -> {
                begin();
                consumer.take(chunk);
              });
    }

    /** What stood there already is not to count for the rate. */
    private void begin() {
      if (!begun) {
        begun = true;
        progress.reset(TASK, total.orElse(-1));
        progress.start(inputs.answered());
      }
    }

    void add(T input) throws IOException {
      inputs.add(input);
    }

    void finish() throws IOException {
      inputs.finish();
    }

    long answered() {
      return inputs.answered();
    }

    long failed() {
      return inputs.failed();
    }
  }

  /** A cache that is there, or none. */
  private record CacheOf(Optional<PhotoCache> file) implements AutoCloseable {
    static CacheOf open(Optional<Path> path, String trunk, int width) throws IOException {
      return new CacheOf(
          path.isPresent()
              ? Optional.of(PhotoCache.open(path.get(), trunk, width))
              : Optional.empty());
    }

    @Override
    public void close() throws IOException {
      if (file.isPresent()) {
        file.get().close();
      }
    }
  }

  /** What this run writes, which may be in one of the folders. */
  private static Set<Path> own(ArchiveOptions options) {
    Set<Path> files = new HashSet<>();
    files.add(absolute(options.answers()));
    files.add(absolute(RunDescription.beside(options.answers())));
    if (options.cache().isPresent()) {
      files.add(absolute(options.cache().get()));
      files.add(absolute(EmbeddingsInfo.beside(options.cache().get())));
    }
    return files;
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** Returns how many files of the folders are no photos. */
  private static long each(
      PhotoSource photos, Set<Path> own, Progressing<PhotoEmbeddings.Photo> inputs)
      throws IOException {
    long[] unused = {0};
    photos.each(
        new PhotoSource.Receiver() {
          @Override
          public void photo(Path file) throws IOException {
            if (!own.contains(absolute(file))) {
              inputs.add(new PhotoEmbeddings.Photo(file.toString(), Optional.of(file), ""));
            }
          }

          @Override
          public void failed(String photo, String error) throws IOException {
            inputs.add(new PhotoEmbeddings.Photo(photo, Optional.empty(), error));
          }

          @Override
          public void unused(PhotoFolder.UnusedFile file) {
            unused[0]++;
          }
        });
    return unused[0];
  }

  /** That of the cache or of the earlier run; to ask for the machine's best may start an engine. */
  private static Optional<Precision> precision(ArchiveOptions options) throws IOException {
    if (options.precision().isPresent()) {
      return options.precision();
    }
    Optional<String> trunk =
        options.cache().isPresent() ? PhotoCache.trunk(options.cache().get()) : Optional.empty();
    if (trunk.isEmpty()) {
      trunk = RunDescription.of(options.answers()).map(RunDescription::trunk);
    }
    return trunk.map(Precision::of);
  }

  private static AnswerFile open(
      PublishedModel model, HeadAnswers answers, String trunk, ArchiveOptions options)
      throws IOException {
    return AnswerFile.open(
        options.answers(),
        AnswerText.of(options.form(), answers.top(), options.unknown().isPresent()),
        new RunDescription(
            options.form().name().toLowerCase(Locale.ROOT),
            model.reference(),
            answers.head().fingerprint(),
            trunk,
            options.top(),
            RunDescription.unknown(options.unknown())));
  }

  private void noteCutOff(PhotoCache cache) {
    if (cache.cutOff() > 0) {
      notes.accept(
          "the cache ended in "
              + Quantity.of(cache.cutOff(), "byte")
              + " of a torn record, which were cut off; "
              + Quantity.of(cache.size(), "record")
              + " stand");
    }
  }

  private static void checkWidth(Path embeddings, int found, PublishedModel model, int expected)
      throws InvalidInputException {
    if (found != 0 && found != expected) {
      throw new InvalidInputException(
          embeddings
              + ": found embeddings of "
              + Quantity.of(found, "number")
              + ", expected "
              + expected
              + ", as "
              + model.reference()
              + " takes them");
    }
  }

  private void checkTrunk(Path embeddings, String found, PublishedModel model, String expected)
      throws InvalidInputException {
    if (found.isEmpty() || expected.isEmpty()) {
      if (!found.equals(expected)) {
        notes.accept(
            (found.isEmpty() ? embeddings.toString() : model.reference())
                + " does not say which trunk made its embeddings: the answers hold if it was "
                + found
                + expected);
      }
      return;
    }
    if (!Precision.fingerprint(found).equals(Precision.fingerprint(expected))) {
      throw new InvalidInputException(
          embeddings
              + ": found embeddings of trunk "
              + found
              + ", expected those of trunk "
              + expected
              + ", on which "
              + model.reference()
              + " was trained");
    }
    if (Precision.of(found) != Precision.of(expected)) {
      notes.accept(
          embeddings
              + " holds embeddings in "
              + Precision.of(found)
              + ", "
              + model.reference()
              + " was trained on embeddings in "
              + Precision.of(expected)
              + ": probabilities may differ in the second decimal");
    }
  }
}
