package dev.flowers.head;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import dev.flowers.embedding.EmbeddingDataset;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.DjlEngines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One run of a DJL trainer over one embedding file. Owns the model; not thread-safe. */
final class HeadTraining implements AutoCloseable {
  private final HeadOptions options;
  private final EmbeddingFile file;
  private final EmbeddingDataset training;
  private final EmbeddingDataset validation;
  private final int[] validationRows;
  private final Standardization standardization;
  private final Model model;
  private final Trainer trainer;
  private final ManagedAdam adam;
  private final HeadLoss measure;
  private final NDArray scale;
  private final NDArray shift;

  /** Reads the training rows once, then starts the engine. */
  HeadTraining(
      HeadOptions options,
      List<TrainingListener> listeners,
      EmbeddingFile file,
      int[] trainingRows,
      int[] validationRows)
      throws IOException {
    TrainingMemory.ofThisProcess()
        .check(
            options,
            file.width(),
            file.classes().size(),
            Math.max(trainingRows.length, validationRows.length));
    this.options = options;
    this.file = file;
    this.validationRows = validationRows;
    training = EmbeddingDataset.shuffled(file, trainingRows, options.batchSize(), options.seed());
    validation = EmbeddingDataset.inOrder(file, validationRows, options.batchSize());
    standardization = Standardization.of(file, trainingRows);
    Engine engine = DjlEngines.training();
    model = engine.newModel("head", Device.cpu());
    try {
      NDManager manager = model.getNDManager();
      fixThreads();
      engine.setRandomSeed(Long.hashCode(options.seed()));
      scale = manager.create(standardization.scale());
      shift = manager.create(standardization.shift());
      model.setBlock(block(options, file.classes().size()));
      adam =
          new ManagedAdam(
              manager,
              options.schedule().tracker(options.learningRate(), steps()),
              options.weightDecay());
      float[] weights = options.classWeights().of(counts(file, trainingRows));
      measure = new HeadLoss(0, weights);
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(new HeadLoss(options.labelSmoothing(), weights))
                  .optDevices(new Device[] {Device.cpu()})
                  .optOptimizer(adam)
                  .addEvaluator(new Accuracy())
                  .addTrainingListeners(listeners.toArray(TrainingListener[]::new)));
      trainer.setMetrics(new Metrics());
      trainer.initialize(new Shape(1, file.width()));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Has each product of this thread use as many threads as the processor has cores. Left alone, MKL
   * decides at each product, by the machine's load among other things, and another number of
   * threads sums in another order: then the same seed would not give the same bits. Setting the
   * number, even to what it is, ends that.
   */
  private static void fixThreads() {
    JniUtils.setNumThreads(JniUtils.getNumThreads());
  }

  /**
   * Trains to the end and returns what the best epoch gave.
   *
   * @throws DivergedException if the loss or a weight is no longer finite
   * @throws IllegalArgumentException if that is due to a validation photo
   */
  FitResult fit(Consumer<EpochResult> onEpoch) throws IOException {
    List<EpochResult> history = new ArrayList<>();
    List<float[]> best = List.of();
    int bestEpoch = 0;
    double bestLoss = Double.POSITIVE_INFINITY;
    for (int epoch = 1;
        epoch <= options.epochs() && epoch - bestEpoch <= options.patience();
        epoch++) {
      EpochResult result = epoch(epoch);
      history.add(result);
      if (result.decidingLoss() < bestLoss) {
        bestLoss = result.decidingLoss();
        bestEpoch = epoch;
        best = parameters();
      }
      onEpoch.accept(result);
    }
    return new FitResult(
        finiteLayers(best, bestEpoch),
        training.size(),
        validation.size(),
        history,
        bestEpoch,
        OptionalDouble.empty());
  }

  private List<DenseLayer> finiteLayers(List<float[]> parameters, int epoch) {
    try {
      return layers(parameters);
    } catch (IllegalArgumentException e) {
      // The sizes are right, so a weight is not finite.
      throw new DivergedException(epoch, options.learningRate());
    }
  }

  /**
   * Returns the weights as they are now: each layer's weights and bias, as DJL's Linear has them.
   */
  private List<float[]> parameters() {
    List<float[]> parameters = new ArrayList<>();
    for (Block child : model.getBlock().getChildren().values()) {
      if (child instanceof Linear) {
        parameters.add(floats(child, "weight"));
        parameters.add(floats(child, "bias"));
      }
    }
    return parameters;
  }

  /** Returns the layers of such weights, with the standardization folded in. */
  private List<DenseLayer> layers(List<float[]> parameters) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i += 2) {
      float[] weights = parameters.get(i);
      float[] bias = parameters.get(i + 1);
      layers.add(
          i == 0 ? standardization.fold(weights, bias) : DenseLayer.transposed(weights, bias));
    }
    return layers;
  }

  @Override
  public void close() {
    try (model) {
      trainer.close();
    }
  }

  private EpochResult epoch(int epoch) throws IOException {
    long start = System.nanoTime();
    RunningMetrics trained = new RunningMetrics();
    for (Batch batch : training.epoch(epoch - 1, trainer.getManager())) {
      try (batch) {
        trainBatch(batch, trained);
      }
      if (!trained.finite()) {
        throw new DivergedException(epoch, options.learningRate());
      }
    }
    RunningMetrics validated = new RunningMetrics();
    for (Batch batch : validation.epoch(epoch - 1, trainer.getManager())) {
      try (batch) {
        validateBatch(batch, validated);
      }
    }
    if (!validated.finite()) {
      standardization.refuseOutliers(file, validationRows);
      throw new DivergedException(epoch, options.learningRate());
    }
    trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    return new EpochResult(
        epoch,
        trained.meanLoss().orElseThrow(),
        trained.accuracy().orElseThrow(),
        validated.meanLoss(),
        validated.accuracy(),
        (System.nanoTime() - start) / 1e9);
  }

  private void trainBatch(Batch batch, RunningMetrics tally) {
    NDList data = standardized(batch);
    NDList labels = batch.getLabels();
    NDList predictions;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      predictions = trainer.forward(data, labels);
      collector.backward(trainer.getLoss().evaluate(labels, predictions));
    }
    // Smoothed labels teach; what is told is the loss of the true ones.
    tally.add(measure.evaluate(labels, predictions), predictions, labels);
    step();
    trainer.notifyListeners(
        listener -> listener.onTrainingBatch(trainer, batchData(batch, labels, predictions)));
  }

  /**
   * Does what {@code trainer.step()} does on one device, but for a copy of the gradients, which
   * several devices would need, and for its check that the sum of all gradients is not 0. Softmax
   * gradients add up to 0 over the classes: without a hidden layer and with two classes the sum is
   * 0 to the last bit in one training of seven, and nothing is wrong.
   */
  private void step() {
    long start = System.nanoTime();
    for (Parameter parameter : model.getBlock().getParameters().values()) {
      NDArray array = parameter.getArray();
      try (NDArray gradient = array.getGradient()) {
        adam.update(parameter.getId(), array, gradient);
      }
    }
    trainer.addMetric("step", start);
  }

  private void validateBatch(Batch batch, RunningMetrics tally) {
    NDList labels = batch.getLabels();
    NDList predictions = trainer.evaluate(standardized(batch));
    tally.add(measure.evaluate(labels, predictions), predictions, labels);
    trainer.notifyListeners(
        listener -> listener.onValidationBatch(trainer, batchData(batch, labels, predictions)));
  }

  private NDList standardized(Batch batch) {
    return new NDList(standardize(batch.getData().singletonOrThrow()));
  }

  /** In place: the batch's array is its own. */
  private NDArray standardize(NDArray embeddings) {
    return embeddings.muli(scale).addi(shift);
  }

  private static BatchData batchData(Batch batch, NDList labels, NDList predictions) {
    Device device = labels.singletonOrThrow().getDevice();
    // Concurrent maps, as DJL's own loop hands them to the listeners.
    return new BatchData(
        batch,
        new ConcurrentHashMap<>(Map.of(device, labels)),
        new ConcurrentHashMap<>(Map.of(device, predictions)));
  }

  private static Block block(HeadOptions options, int classes) {
    SequentialBlock block = new SequentialBlock();
    if (options.hidden() > 0) {
      block.add(Linear.builder().setUnits(options.hidden()).build());
      block.add(Activation.reluBlock());
    }
    if (options.dropout() > 0) {
      block.add(Dropout.builder().optRate(options.dropout()).build());
    }
    return block.add(Linear.builder().setUnits(classes).build());
  }

  private long steps() {
    long batches = ((long) training.size() + options.batchSize() - 1) / options.batchSize();
    return batches * options.epochs();
  }

  private static int[] counts(EmbeddingFile file, int[] rows) {
    int[] counts = new int[file.classes().size()];
    for (int row : rows) {
      counts[file.label(row)]++;
    }
    return counts;
  }

  private static float[] floats(Block block, String parameter) {
    return block.getDirectParameters().get(parameter).getArray().toFloatArray();
  }
}
