package dev.flowers.tensorboard;

import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a training's metrics as TensorBoard event files, one epoch at a time.
 *
 * <p>Each training has a directory of its own below the one that TensorBoard is started on, named
 * by the time of its first epoch, so that trainings can be compared. In it are three runs, {@code
 * train}, {@code validation} and {@code test}, with the same tags, {@code loss} (mean cross-entropy
 * in nats) and {@code accuracy} (0 to 1): TensorBoard lays their curves over one another. {@code
 * train} has {@code learning_rate}, as each epoch begins, too; {@code test} is one point, at the
 * epoch that was kept. The step is the epoch, from 1.
 *
 * <pre>{@code
 * try (TrainingLog log = TrainingLog.in(Path.of("runs"), options)) {
 *   TrainedHead head = new HeadTrainer(options, log).train(file, split);
 * }
 * }</pre>
 *
 * <p>Nothing is written before the first epoch. Not thread-safe. Whoever opens it closes it.
 */
public final class TrainingLog implements Consumer<EpochResult>, AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

  private final Path directory;
  private final HeadOptions options;
  private final Clock clock;
  private final Map<String, EventFile> runs = new LinkedHashMap<>();
  private @Nullable Path training;

  TrainingLog(Path directory, HeadOptions options, Clock clock) {
    this.directory = directory;
    this.options = options;
    this.clock = clock;
  }

  /**
   * Prepares a training's log.
   *
   * @param directory what TensorBoard is started on; made if it is missing
   * @param options the training's, which say its learning rate
   * @throws IOException if the directory cannot be made
   */
  public static TrainingLog in(Path directory, HeadOptions options) throws IOException {
    Files.createDirectories(directory);
    return new TrainingLog(directory, options, Clock.system(ZoneId.systemDefault()));
  }

  /**
   * Writes an epoch's figures.
   *
   * @throws UncheckedIOException if they cannot be written; the message names the file
   */
  @Override
  public void accept(EpochResult epoch) {
    Map<String, Double> train = figures(epoch.trainLoss(), epoch.trainAccuracy());
    double passed = (epoch.epoch() - 1.0) / options.epochs();
    train.put("learning_rate", (double) options.schedule().rate(options.learningRate(), passed));
    try {
      run("train").scalars(epoch.epoch(), train);
      if (epoch.validationLoss().isPresent() && epoch.validationAccuracy().isPresent()) {
        run("validation")
            .scalars(
                epoch.epoch(),
                figures(
                    epoch.validationLoss().getAsDouble(),
                    epoch.validationAccuracy().getAsDouble()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the figures on photos that the training has not seen.
   *
   * @param bestEpoch the epoch whose head they are of
   * @param loss mean cross-entropy in nats
   * @param accuracy 0 to 1
   * @throws IOException if they cannot be written; the message names the file
   */
  public void test(int bestEpoch, double loss, double accuracy) throws IOException {
    run("test").scalars(bestEpoch, figures(loss, accuracy));
  }

  private static Map<String, Double> figures(double loss, double accuracy) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", loss);
    figures.put("accuracy", accuracy);
    return figures;
  }

  private EventFile run(String name) throws IOException {
    if (training == null) {
      training = newDirectory();
    }
    EventFile run = runs.get(name);
    if (run == null) {
      run = EventFile.create(training.resolve(name), clock);
      runs.put(name, run);
    }
    return run;
  }

  private Path newDirectory() throws IOException {
    String time = TIME.format(LocalDateTime.now(clock));
    for (int number = 1; ; number++) {
      try {
        return Files.createDirectory(directory.resolve(number == 1 ? time : time + "-" + number));
      } catch (FileAlreadyExistsException taken) {
        // Another training began in the same second.
      }
    }
  }

  /** Closes the files; what was written stays. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (EventFile run : runs.values()) {
      try {
        run.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    runs.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
