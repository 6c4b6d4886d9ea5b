package dev.flowers.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of an embedding file as a DJL dataset, for any DJL training loop.
 *
 * <p>A batch has one data array, float32 [batch, width], and one label array, int64 [batch]. The
 * last batch of an epoch is smaller if the rows do not divide. Each batch owns its arrays; whoever
 * iterates closes it. An iterator throws {@link UncheckedIOException} if the file cannot be read.
 *
 * <p>DJL's own {@code RandomAccessDataset} is not extended: its {@code randomSplit} would come with
 * it, whose parts, read in sequence, are not the parts (DJL 0.36).
 *
 * <p>The dataset is thread-safe, an iterator is not. The file is not closed here.
 */
public final class EmbeddingDataset implements Dataset {
  private final EmbeddingFile file;
  private final int[] rows;
  private final int batchSize;
  private final boolean shuffled;
  private final long seed;
  private final AtomicInteger nextEpoch = new AtomicInteger();

  private EmbeddingDataset(
      EmbeddingFile file, int[] rows, int batchSize, boolean shuffled, long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "batch size: found %d, expected 1 or more", batchSize));
    }
    this.file = file;
    this.rows = rows.clone();
    this.batchSize = batchSize;
    this.shuffled = shuffled;
    this.seed = seed;
  }

  /**
   * Shows the rows in the given order, each epoch alike.
   *
   * @throws IllegalArgumentException if the batch size is less than 1
   */
  public static EmbeddingDataset inOrder(EmbeddingFile file, int[] rows, int batchSize) {
    return new EmbeddingDataset(file, rows, batchSize, false, 0);
  }

  /**
   * Shows the rows in another order each epoch, which depends on the given order, the seed and the
   * epoch alone.
   *
   * @throws IllegalArgumentException if the batch size is less than 1
   */
  public static EmbeddingDataset shuffled(
      EmbeddingFile file, int[] rows, int batchSize, long seed) {
    return new EmbeddingDataset(file, rows, batchSize, true, seed);
  }

  /** Returns how many rows an epoch has. */
  public int size() {
    return rows.length;
  }

  /** Returns the batches of the next epoch: the first call is epoch 0's, the second epoch 1's. */
  @Override
  public Iterable<Batch> getData(NDManager manager) {
    return epoch(nextEpoch.getAndIncrement(), manager);
  }

  /**
   * Returns the batches of an epoch.
   *
   * @param epoch the number that decides the order, from 0
   * @param manager the parent of the batches' own managers
   */
  public Iterable<Batch> epoch(int epoch, NDManager manager) {
    int[] order = order(epoch);
    return () -> new Batches(order, manager);
  }

  /** Does nothing: the file is indexed already. */
  @Override
  public void prepare(@Nullable Progress progress) {}

  int[] order(int epoch) {
    int[] order = rows.clone();
    if (shuffled) {
      // java.util.Random, because its sequence is specified: the same on every Java. Its seed is
      // scrambled linearly, so neighbouring epochs are set far apart first.
      Random random = new Random(seed * 0x9E3779B97F4A7C15L + (epoch + 1) * 0xD1B54A32D192ED03L);
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int row = order[i];
        order[i] = order[j];
        order[j] = row;
      }
    }
    return order;
  }

  private final class Batches implements Iterator<Batch> {
    private final int[] order;
    private final NDManager manager;
    private final ByteBuffer gathered;
    private int next;

    Batches(int[] order, NDManager manager) {
      this.order = order;
      this.manager = manager;
      long bytes = (long) Math.min(batchSize, order.length) * file.width() * Float.BYTES;
      gathered = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean hasNext() {
      return next < order.length;
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException(
            String.format(Locale.ROOT, "the epoch's %d rows are used", order.length));
      }
      int size = Math.min(batchSize, order.length - next);
      long[] labels = new long[size];
      gathered.clear();
      try {
        for (int i = 0; i < size; i++) {
          labels[i] = file.label(order[next + i]);
          file.copyValues(order[next + i], gathered);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      gathered.flip();

      NDManager batchManager = manager.newSubManager();
      try {
        Batch batch =
            new Batch(
                batchManager,
                new NDList(copyIn(batchManager, new Shape(size, file.width()))),
                new NDList(batchManager.create(labels)),
                size,
                Batchifier.STACK,
                Batchifier.STACK,
                next / batchSize,
                (order.length + batchSize - 1) / batchSize);
        next += size;
        return batch;
      } catch (RuntimeException e) {
        batchManager.close();
        throw e;
      }
    }

    private NDArray copyIn(NDManager batchManager, Shape shape) {
      // PyTorch lays its array over the direct buffer without a copy; the next batch overwrites
      // the buffer, so this batch takes a copy of its own. A buffer a batch instead would leave
      // megabytes a batch to the garbage collector.
      try (NDArray view = batchManager.create(gathered, shape, DataType.FLOAT32)) {
        return view.duplicate();
      }
    }
  }
}
