package dev.flowers.head;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long an epoch takes at the size of flower_photos: 2,936 training rows of 4,096, batches of
 * 64, 512 hidden units. What a training does once is shared out among its ten epochs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FitBenchmark {
  private static final int ROWS = 2_936;
  private static final int WIDTH = 4_096;
  private static final int EPOCHS = 10;

  private Path directory = Path.of("");
  private List<EmbeddingFile> files = List.of();
  private float[][] embeddings = {};
  private List<TrainedHead> heads = List.of();

  /** Writes made-up embeddings. */
  @Setup(Level.Trial)
  public void write() throws IOException {
    directory = Files.createTempDirectory("fit-benchmark");
    EmbeddingFile file = new Blobs(5, WIDTH, 0.1).write(directory.resolve("blobs"), ROWS);
    files = List.of(file);
    embeddings = new float[64][];
    for (int row : IntStream.range(0, embeddings.length).toArray()) {
      embeddings[row] = file.values(row);
    }
    heads = List.of(fit(1));
  }

  /** Deletes them. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    Path tfrecord = files.get(0).file();
    files.get(0).close();
    Files.delete(tfrecord);
    Files.delete(tfrecord.resolveSibling(tfrecord.getFileName() + ".json"));
    Files.delete(directory);
  }

  /** One epoch, as part of ten. */
  @Benchmark
  @OperationsPerInvocation(EPOCHS)
  public TrainedHead epoch() throws IOException {
    return fit(EPOCHS);
  }

  /** Opening the embeddings: checksums, index, fingerprint. */
  @Benchmark
  public int open() throws IOException {
    try (EmbeddingFile file = EmbeddingFile.open(files.get(0).file())) {
      return file.size();
    }
  }

  /** One photo through a trained head, in plain Java. */
  @Benchmark
  public float[] classifyOne() {
    return heads.get(0).probabilities(embeddings[0]);
  }

  /** Sixty-four photos through a trained head. */
  @Benchmark
  public float[][] classifyBatch() {
    return heads.get(0).probabilities(embeddings);
  }

  private TrainedHead fit(int epochs) throws IOException {
    HeadOptions options = HeadOptions.builder().optEpochs(epochs).optPatience(epochs).build();
    return new HeadTrainer(options).train(files.get(0), new Split(100, 0, 0, 0));
  }
}
