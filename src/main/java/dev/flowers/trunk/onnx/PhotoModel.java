package dev.flowers.trunk.onnx;

import ai.djl.BaseModel;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractSymbolBlock;
import ai.djl.nn.Block;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.flowers.trunk.DjlEngines;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A network as a plain DJL model: photos [n, size, size, 3], RGB in [0,1] → a row of numbers for
 * each. Closing it closes the network.
 */
final class PhotoModel extends BaseModel {
  private final OnnxNetwork network;

  /** What becomes of embeddings. */
  interface Rows {
    /** Rows of equal length for rows, each one after the other. */
    float[] of(float[] embeddings, int count);
  }

  PhotoModel(String name, Path artifacts, OnnxNetwork network, Rows rows) {
    super(name);
    this.network = network;
    manager = DjlEngines.get(OnnxNetwork.ENGINE).newBaseManager(Device.cpu());
    manager.setName(name);
    dataType = DataType.FLOAT32;
    wasLoaded = true;
    setModelDir(artifacts);
    block = new PhotoBlock(rows);
  }

  private final class PhotoBlock extends AbstractSymbolBlock {
    private final Rows rows;

    PhotoBlock(Rows rows) {
      this.rows = rows;
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      NDArray photos = inputs.singletonOrThrow();
      int count = Math.toIntExact(photos.getShape().get(0));
      ByteBuffer pixels = photos.toByteBuffer();
      float[] numbers = rows.of(network.embed(pixels.order(ByteOrder.nativeOrder()), count), count);
      return new NDList(
          photos
              .getManager()
              .create(
                  FloatBuffer.wrap(numbers),
                  new Shape(count, numbers.length / count),
                  DataType.FLOAT32));
    }

    @Override
    public ParameterList getDirectParameters() {
      return new ParameterList();
    }

    @Override
    public void removeLastBlock() {
      throw new UnsupportedOperationException(getName() + " is frozen: it keeps its blocks");
    }
  }

  @Override
  public void load(Path modelPath, String prefix, Map<String, ?> options) {
    throw new UnsupportedOperationException(getName() + " is loaded");
  }

  @Override
  public void setBlock(Block newBlock) {
    throw new UnsupportedOperationException(getName() + " is frozen: its block cannot be changed");
  }

  @Override
  public void close() {
    network.close();
    super.close();
  }
}
