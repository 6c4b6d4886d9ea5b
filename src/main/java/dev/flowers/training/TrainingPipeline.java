package dev.flowers.training;

import dev.flowers.dataset.Folds;
import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.HeadEvaluation;
import dev.flowers.evaluation.HeadInput;
import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadSearch;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.SeenPhotos;
import dev.flowers.head.TrainedHead;
import dev.flowers.novelty.NoveltyDetector;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.OptionalDependency;
import dev.flowers.storage.Quantity;
import dev.flowers.tensorboard.TrainingLog;
import dev.flowers.training.PipelineListener.Stage;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkRequest;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a classifier: photos in class folders go in, a published model comes out.
 *
 * <pre>{@code
 * TrainingResult result =
 *     TrainingPipeline.builder()
 *         .setPhotos(Path.of("my_photos"))   // my_photos/daisy/1.jpg, my_photos/roses/1.jpg, …
 *         .optTrunk(Path.of("vgg16.npy"))
 *         .build()
 *         .run();
 * System.out.println(result.evaluation().text());
 * }</pre>
 *
 * <p>{@link #run} does whatever is missing: downloads and converts weights, embeds the photos, fits
 * the head, measures it on photos that it was not trained on, publishes it as the next version,
 * makes that the current one unless it is worse, and writes a report. Its notes warn of what limits
 * the result, and the last one says what to try next. What an earlier run has computed is not
 * computed again. The same photos, weights and options give the same model.
 *
 * <p>One run at a time in a home: it takes the home's lock. Immutable; PyTorch must be on the class
 * path.
 */
public final class TrainingPipeline {
  private final Builder settings;
  private final PipelineListener listener;
  private final DataPreparation preparation;

  private TrainingPipeline(Builder builder) {
    this.settings = builder.copy();
    this.listener = builder.listener;
    this.preparation = new DataPreparation(settings.home, listener, settings.precision);
  }

  /** Returns a builder; photos or embeddings must be set. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs the pipeline.
   *
   * @throws dev.flowers.storage.HomeInUseException if another run is writing in the home
   * @throws dev.flowers.storage.InvalidInputException if photos, weights or embeddings cannot be
   *     used; the message says what was found and expected
   * @throws dev.flowers.storage.MissingDependencyException if PyTorch is not on the class path
   * @throws dev.flowers.head.DivergedException if the loss is no longer finite
   * @throws IOException if a file cannot be read or written, or the weights cannot be downloaded.
   *     What was computed is kept for the next run
   */
  public TrainingResult run() throws IOException {
    // What is missing must show before an hour of embedding.
    OptionalDependency.PYTORCH.require("training");
    if (settings.tensorBoard != null) {
      Files.createDirectories(settings.tensorBoard);
    }
    try (HomeLock lock = HomeLock.take(settings.home)) {
      PreparedEmbeddings prepared = prepare();
      try (EmbeddingFile file = EmbeddingFile.open(prepared.file())) {
        DuplicateGroups groups = DuplicateGroups.find(file, prepared.photos());
        SplitParts parts = settings.split.assign(groups.splitPhotos(file));
        TrainingAdvice.copies(file, groups, parts)
            .ifPresent(note -> listener.onNote(Stage.EMBED, note));
        TrainingAdvice advice = new TrainingAdvice(file);
        advice.conflictingLabels(groups).ifPresent(note -> listener.onNote(Stage.EMBED, note));
        sayParts(file, parts);
        boolean searched = settings.trials > 0;
        TrainingResult result =
            searched ? search(prepared, file, groups, parts) : train(prepared, file, groups, parts);
        listener.onNote(
            searched ? Stage.SEARCH : Stage.TRAIN,
            advice.next(settings.embeddings == null, searched));
        return result;
      }
    }
  }

  private PreparedEmbeddings prepare() throws IOException {
    if (settings.embeddings != null) {
      return new PreparedEmbeddings(settings.embeddings, Optional.empty(), List.of());
    }
    return preparation.embed(
        Optional.ofNullable(settings.photos),
        Optional.ofNullable(settings.labels),
        settings.trunk,
        settings.augmentation);
  }

  private void sayParts(EmbeddingFile file, SplitParts parts) {
    Split split = settings.split;
    Map<Split.Part, Integer> sizes = new EnumMap<>(Split.Part.class);
    for (int row : file.rowsById()) {
      sizes.merge(parts.of(split, file.id(row), file.label(row)), 1, Integer::sum);
    }
    long mirrors =
        Arrays.stream(file.rowsByIdWithMirrors())
            .filter(
                row ->
                    file.mirrored(row)
                        && parts.of(split, file.id(row), file.label(row)) == Split.Part.TRAIN)
            .count();
    listener.onStart(
        settings.trials > 0 ? Stage.SEARCH : Stage.TRAIN,
        Quantity.of(sizes.getOrDefault(Split.Part.TRAIN, 0), "photo")
            + (mirrors > 0 ? " and " + Quantity.of(mirrors, "mirror image") : "")
            + " to train on, "
            + sizes.getOrDefault(Split.Part.VALIDATION, 0)
            + " to choose the epoch, "
            + sizes.getOrDefault(Split.Part.TEST, 0)
            + " to test (split "
            + split.percents()
            + ", seed "
            + split.seed()
            + ")");
  }

  private TrainingResult train(
      PreparedEmbeddings prepared, EmbeddingFile file, DuplicateGroups groups, SplitParts parts)
      throws IOException {
    Stopwatch watch = new Stopwatch();
    TrainingResult result;
    if (settings.tensorBoard == null) {
      result = publish(prepared, file, groups, fit(file, parts, epoch -> {}, watch), settings.note);
    } else {
      try (TrainingLog log = TrainingLog.in(settings.tensorBoard, settings.head)) {
        TrainedHead head = fit(file, parts, log, watch);
        result = publish(prepared, file, groups, head, settings.note);
        Evaluation test = result.evaluation();
        if (test.loss().isPresent() && test.accuracy().isPresent()) {
          log.test(
              head.provenance().bestEpoch(),
              test.loss().getAsDouble(),
              test.accuracy().getAsDouble());
        }
      }
    }
    RepeatedTraining repeated = new RepeatedTraining(listener, file, groups, settings.head);
    return new TrainingResult(
        result.model(),
        result.promotion(),
        result.evaluation(),
        result.report(),
        prepared,
        Optional.empty(),
        settings.folds == null ? List.of() : repeated.crossValidate(settings.folds),
        settings.repeats > 1 ? repeated.repeat(settings.split, settings.repeats) : List.of());
  }

  private TrainedHead fit(
      EmbeddingFile file, SplitParts parts, Consumer<EpochResult> log, Stopwatch watch)
      throws IOException {
    TrainedHead head =
        new HeadTrainer(
                settings.head,
                epoch -> {
                  listener.onEpoch(epoch);
                  log.accept(epoch);
                })
            .train(file, settings.split, parts);
    listener.onEnd(
        Stage.TRAIN,
        "best epoch "
            + head.provenance().bestEpoch()
            + " of "
            + head.provenance().history().size()
            + ", in "
            + watch.seconds());
    sayBestEpoch(Stage.TRAIN, head);
    return head;
  }

  private void sayBestEpoch(Stage stage, TrainedHead head) {
    TrainingAdvice.bestEpoch(head.provenance()).ifPresent(note -> listener.onNote(stage, note));
  }

  private TrainingResult search(
      PreparedEmbeddings prepared, EmbeddingFile file, DuplicateGroups groups, SplitParts parts)
      throws IOException {
    Stopwatch watch = new Stopwatch();
    HeadSearch.Found best =
        new HeadSearch(settings.head)
            .search(file, settings.split, parts, settings.trials, listener::onTrial);
    listener.onEnd(
        Stage.SEARCH,
        "trial "
            + best.trial().number()
            + " of "
            + settings.trials
            + " is the best, validation loss "
            + String.format(Locale.ROOT, "%.4f", best.trial().validationLoss().orElseThrow())
            + ", in "
            + watch.seconds());
    sayBestEpoch(Stage.SEARCH, best.head());
    TrainingResult result =
        publish(
            prepared,
            file,
            groups,
            best.head(),
            "hyperparameters of the lowest validation loss among "
                + Quantity.of(settings.trials, "trial")
                + ", seed "
                + settings.head.seed());
    return new TrainingResult(
        result.model(),
        result.promotion(),
        result.evaluation(),
        result.report(),
        prepared,
        Optional.of(best.trial()),
        List.of(),
        List.of());
  }

  /** Evaluates a head on the test part, publishes it and writes the report. */
  private TrainingResult publish(
      PreparedEmbeddings prepared,
      EmbeddingFile file,
      DuplicateGroups groups,
      TrainedHead head,
      String note)
      throws IOException {
    listener.onStart(Stage.EVALUATE, "on the test part");
    HeadEvaluation evaluated =
        HeadEvaluation.of(head, HeadInput.of(settings.name, head, file), Split.Part.TEST);
    listener.onEvaluation(evaluated.evaluation());
    new TrainingAdvice(file)
        .test(settings.split, evaluated.evaluation())
        .forEach(limit -> listener.onNote(Stage.EVALUATE, limit));
    Optional<NoveltyDetector> novelty = NoveltyDetector.fit(file, head);
    TrainingAdvice.novelty(novelty).ifPresent(limit -> listener.onNote(Stage.EVALUATE, limit));
    ModelRepository repository = new ModelRepository(settings.home);
    Optional<PublishedModel> before =
        repository.versions(settings.name).isEmpty()
            ? Optional.empty()
            : Optional.of(repository.current(settings.name));
    PublishedModel model =
        repository.publish(
            settings.name,
            head,
            novelty,
            Optional.of(SeenPhotos.of(file, head.provenance())),
            ModelProvenance.now(
                file.file().toAbsolutePath().toString(),
                prepared.photos().map(Path::toString).orElse(""),
                head.provenance(),
                ModelProvenance.TestFigures.of(evaluated.evaluation()),
                ClassCounts.of(file, head, evaluated.evaluation()),
                note,
                new TrunkStore(settings.home.trunk())
                    .find(head.provenance().trunk())
                    .map(Trunk::described)
                    .orElse("")));
    listener.onEnd(Stage.PUBLISH, model.reference() + " → " + model.directory());
    PromotionDecision promotion =
        new Promoter(settings.home, settings.promotion, listener)
            .decide(before, model, new ModelComparer.Labelled(file, prepared.photos(), groups));
    Optional<Path> report =
        new ModelReport(settings.home, listener)
            .write(ModelEmbeddings.of(model, file), evaluated, Optional.of(groups));
    return new TrainingResult(
        model,
        promotion,
        evaluated.evaluation(),
        report,
        prepared,
        Optional.empty(),
        List.of(),
        List.of());
  }

  /** Collects settings, as DJL's builders do; what is not set is the default. Not thread-safe. */
  public static final class Builder {
    private Home home = Home.standard();
    private @Nullable Path photos;
    private @Nullable Path labels;
    private boolean publicPhotos;
    private @Nullable Path embeddings;
    private TrunkRequest trunk = TrunkRequest.usual();
    private Optional<Precision> precision = Optional.empty();
    private Augmentation augmentation = Augmentation.NONE;
    private HeadOptions head = HeadOptions.defaults();
    private Split split = Split.standard();
    private String name = ModelRepository.DEFAULT_NAME;
    private String note = "";
    private PromotionPolicy promotion = PromotionPolicy.BETTER;
    private @Nullable Folds folds;
    private int repeats = 1;
    private int trials;
    private @Nullable Path tensorBoard;
    private PipelineListener listener = new PipelineListener() {};

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.home = home;
      copy.photos = photos;
      copy.labels = labels;
      copy.publicPhotos = publicPhotos;
      copy.embeddings = embeddings;
      copy.trunk = trunk;
      copy.precision = precision;
      copy.augmentation = augmentation;
      copy.head = head;
      copy.split = split;
      copy.name = name;
      copy.note = note;
      copy.promotion = promotion;
      copy.folds = folds;
      copy.repeats = repeats;
      copy.trials = trials;
      copy.tensorBoard = tensorBoard;
      copy.listener = listener;
      return copy;
    }

    /** Sets the folder of photos: a sub-folder for each class. */
    public Builder setPhotos(Path value) {
      photos = value;
      return this;
    }

    /**
     * Sets a table of photos and labels, as {@link dev.flowers.dataset.PhotoFolder#labelled} reads
     * it. The folder of photos may be set, too: where its paths are looked for.
     */
    public Builder setLabels(Path value) {
      labels = value;
      return this;
    }

    /** Trains on the public flower photos, which are downloaded if they are not in the home. */
    public Builder setPublicPhotos() {
      publicPhotos = true;
      return this;
    }

    /**
     * Trains on a TFRecord of {@code label} and {@code code} instead of photos. Such a model can be
     * evaluated; to classify photos, it needs the trunk that made the embeddings.
     */
    public Builder setEmbeddings(Path value) {
      embeddings = value;
      return this;
    }

    /** Sets where everything is kept; by default {@link Home#standard}. */
    public Builder optHome(Home value) {
      home = value;
      return this;
    }

    /**
     * Sets the trunk: a file of weights such as {@code vgg16.npy}, or a folder or file with an ONNX
     * network.
     */
    public Builder optTrunk(Path value) {
      return optTrunk(TrunkRequest.of(value));
    }

    /** Sets the trunk. Without it {@link dev.flowers.trunk.store.TrunkProvider} decides. */
    public Builder optTrunk(TrunkRequest value) {
      trunk = value;
      return this;
    }

    /**
     * Sets in which precision the trunk embeds; by default the fastest that this machine has. One
     * that it has not is refused when the pipeline runs.
     */
    public Builder optPrecision(Precision value) {
      precision = Optional.of(value);
      return this;
    }

    /** Sets what is trained on beside the photos; by default nothing. */
    public Builder optAugmentation(Augmentation value) {
      augmentation = value;
      return this;
    }

    /** Sets the hyperparameters of the head. */
    public Builder optHeadOptions(HeadOptions value) {
      head = value;
      return this;
    }

    /** Sets which photos are trained on, which choose the epoch and which are tested. */
    public Builder optSplit(Split value) {
      split = value;
      return this;
    }

    /** Sets the name to publish under; by default {@code flowers-vgg16}. */
    public Builder optName(String value) {
      name = value;
      return this;
    }

    /**
     * Sets when the new version becomes the current one; by default {@link PromotionPolicy#BETTER}.
     */
    public Builder optPromotion(PromotionPolicy value) {
      promotion = value;
      return this;
    }

    /** Sets what a reader of the model's provenance must know. */
    public Builder optNote(String value) {
      note = value;
      return this;
    }

    /**
     * Estimates the accuracy by cross-validation after the training. The heads are not kept; what
     * is published does not depend on it.
     */
    public Builder optFolds(Folds value) {
      folds = value;
      return this;
    }

    /**
     * Estimates how much the accuracy varies by so many trainings in all, each with the next seed
     * and split seed. The first is published, never the best.
     */
    public Builder optRepeats(int value) {
      repeats = value;
      return this;
    }

    /**
     * Searches for hyperparameters by so many trials, and publishes the head of the trial with the
     * lowest validation loss. The head options are the first trial.
     */
    public Builder optTrials(int value) {
      trials = value;
      return this;
    }

    /** Logs each epoch for TensorBoard, in a new directory below this one. */
    public Builder optTensorBoard(Path value) {
      tensorBoard = value;
      return this;
    }

    /** Sets who is told of what is done. */
    public Builder optListener(PipelineListener value) {
      listener = value;
      return this;
    }

    /**
     * Builds the pipeline.
     *
     * @throws IllegalArgumentException if there is not one source of photos, if a setting is out of
     *     range, or if settings contradict each other; the message names them
     */
    public TrainingPipeline build() {
      int sources =
          (photos != null || labels != null ? 1 : 0)
              + (publicPhotos ? 1 : 0)
              + (embeddings != null ? 1 : 0);
      check(
          sources == 1,
          "photos: found "
              + sources
              + " sources, expected one of photos (or labels), public photos, embeddings");
      check(
          embeddings == null || trunk.equals(TrunkRequest.usual()),
          "embeddings: found a trunk, too; expected one or the other");
      check(
          embeddings == null || augmentation == Augmentation.NONE,
          "embeddings: found augmentation " + augmentation + ", expected it with photos only");
      check(
          embeddings == null || precision.isEmpty(),
          "embeddings: found precision "
              + precision.map(Precision::toString).orElse("")
              + ", expected it with photos only");
      ModelRepository.checkName(name);
      check(repeats >= 1, "repeats: found " + repeats + ", expected 1 or more");
      check(
          repeats == 1 || split.test() > 0,
          "repeats: found "
              + repeats
              + " with split "
              + split.percents()
              + ", expected a split that leaves photos to test");
      check(trials >= 0, "trials: found " + trials + ", expected 0 or more");
      check(
          trials == 0 || split.validation() > 0,
          "trials: found split "
              + split.percents()
              + ", expected one that leaves photos for validation, to choose among the trials");
      check(
          trials == 0 || (folds == null && repeats == 1 && tensorBoard == null),
          "trials: found folds, repeats or TensorBoard, too; expected them without a search");
      return new TrainingPipeline(this);
    }

    private static void check(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
