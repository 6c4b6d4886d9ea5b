package dev.flowers.head;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.basicmodelzoo.basic.Mlp;
import ai.djl.engine.Engine;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingDataset;
import dev.flowers.embedding.EmbeddingFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One run of a DJL trainer over one embedding file. Owns the model; not thread-safe. */
final class HeadTraining implements AutoCloseable {
  private final HeadOptions options;
  private final EmbeddingFile file;
  private final EmbeddingDataset training;
  private final EmbeddingDataset validation;
  private final Standardisation standardisation;
  private final Model model;
  private final Trainer trainer;
  private final ManagedAdam adam;
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
    this.options = options;
    this.file = file;
    training = EmbeddingDataset.shuffled(file, trainingRows, options.batchSize(), options.seed());
    validation = EmbeddingDataset.inOrder(file, validationRows, options.batchSize());
    standardisation = Standardisation.of(file, trainingRows);
    // Otherwise DJL asks a cloud's metadata address when an engine starts.
    System.setProperty("OPT_OUT_TRACKING", "true");
    model = Model.newInstance("head", Device.cpu(), "PyTorch");
    try {
      NDManager manager = model.getNDManager();
      Engine engine = manager.getEngine();
      engine.setRandomSeed(Long.hashCode(options.seed()));
      scale = manager.create(standardisation.scale());
      shift = manager.create(standardisation.shift());
      model.setBlock(block(options, file.width(), file.classes().size()));
      adam = new ManagedAdam(manager, options.learningRate());
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
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

  /** Trains to the end and returns the best epoch's head. */
  TrainedHead fit(Split split, Consumer<EpochResult> onEpoch) {
    List<EpochResult> history = new ArrayList<>();
    List<DenseLayer> best = List.of();
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
        best = layers();
      }
      onEpoch.accept(result);
    }
    return new TrainedHead(
        file.classes(),
        best,
        new Provenance(
            options,
            split,
            file.info().trunk(),
            file.info().fingerprint(),
            training.size(),
            validation.size(),
            history,
            bestEpoch));
  }

  /** Returns the network's output for codes as they are, [photos, classes], before the softmax. */
  float[] logits(float[] codes, int photos) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray data = manager.create(codes, new Shape(photos, file.width()));
      return trainer.evaluate(new NDList(standardise(data))).singletonOrThrow().toFloatArray();
    }
  }

  /** Returns the weights as they are now, with the standardisation folded in. */
  List<DenseLayer> layers() {
    List<DenseLayer> layers = new ArrayList<>();
    for (Block child : model.getBlock().getChildren().values()) {
      if (child instanceof Linear) {
        float[] weights = floats(child, "weight");
        float[] bias = floats(child, "bias");
        layers.add(
            layers.isEmpty()
                ? standardisation.fold(weights, bias)
                : DenseLayer.transposed(weights, bias));
      }
    }
    return layers;
  }

  @Override
  public void close() {
    try (model) {
      trainer.close();
    }
  }

  private EpochResult epoch(int epoch) {
    long start = System.nanoTime();
    Tally trained = new Tally();
    for (Batch batch : training.epoch(epoch - 1, trainer.getManager())) {
      try (batch) {
        trainBatch(batch, trained);
      }
      if (!Double.isFinite(trained.loss)) {
        throw new DivergedException(epoch, options.learningRate());
      }
    }
    Tally validated = new Tally();
    for (Batch batch : validation.epoch(epoch - 1, trainer.getManager())) {
      try (batch) {
        validateBatch(batch, validated);
      }
    }
    if (!Double.isFinite(validated.loss)) {
      throw new DivergedException(epoch, options.learningRate());
    }
    trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    return new EpochResult(
        epoch,
        trained.meanLoss(),
        trained.accuracy(),
        validated.meanLoss(),
        validated.accuracy(),
        (System.nanoTime() - start) / 1e9);
  }

  private void trainBatch(Batch batch, Tally tally) {
    NDList data = standardised(batch);
    NDList labels = batch.getLabels();
    NDList predictions;
    NDArray loss;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      predictions = trainer.forward(data, labels);
      loss = trainer.getLoss().evaluate(labels, predictions);
      collector.backward(loss);
    }
    tally.add(loss, predictions, labels);
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

  private void validateBatch(Batch batch, Tally tally) {
    NDList labels = batch.getLabels();
    NDList predictions = trainer.evaluate(standardised(batch));
    tally.add(trainer.getLoss().evaluate(labels, predictions), predictions, labels);
    trainer.notifyListeners(
        listener -> listener.onValidationBatch(trainer, batchData(batch, labels, predictions)));
  }

  private NDList standardised(Batch batch) {
    return new NDList(standardise(batch.getData().singletonOrThrow()));
  }

  /** In place: the batch's array is its own. */
  private NDArray standardise(NDArray codes) {
    return codes.muli(scale).addi(shift);
  }

  private static BatchData batchData(Batch batch, NDList labels, NDList predictions) {
    Device device = labels.singletonOrThrow().getDevice();
    // Concurrent maps, as DJL's own loop hands them to the listeners.
    return new BatchData(
        batch,
        new ConcurrentHashMap<>(Map.of(device, labels)),
        new ConcurrentHashMap<>(Map.of(device, predictions)));
  }

  private static Block block(HeadOptions options, int width, int classes) {
    Mlp block =
        new Mlp(width, classes, options.hidden() == 0 ? new int[0] : new int[] {options.hidden()});
    if (options.dropout() > 0) {
      // Mlp has no dropout of its own: put it before the last layer.
      block.removeLastBlock();
      block.add(Dropout.builder().optRate(options.dropout()).build());
      block.add(Linear.builder().setUnits(classes).build());
    }
    return block;
  }

  private static float[] floats(Block block, String parameter) {
    return block.getDirectParameters().get(parameter).getArray().toFloatArray();
  }

  /** Sums over the batches of one pass. */
  private static final class Tally {
    private double loss;
    private int right;
    private int count;

    void add(NDArray meanLoss, NDList predictions, NDList labels) {
      long[] expected = labels.singletonOrThrow().toLongArray();
      float[] logits = predictions.singletonOrThrow().toFloatArray();
      int classes = logits.length / expected.length;
      for (int n = 0; n < expected.length; n++) {
        int best = n * classes;
        for (int i = best; i < (n + 1) * classes; i++) {
          if (logits[i] > logits[best]) {
            best = i;
          }
        }
        right += best - n * classes == expected[n] ? 1 : 0;
      }
      loss += (double) meanLoss.getFloat() * expected.length;
      count += expected.length;
    }

    double meanLoss() {
      return count == 0 ? Double.NaN : loss / count;
    }

    double accuracy() {
      return count == 0 ? Double.NaN : (double) right / count;
    }
  }
}
