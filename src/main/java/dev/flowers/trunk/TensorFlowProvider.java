package dev.flowers.trunk;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import ai.djl.tensorflow.engine.TfEngineProvider;

/**
 * Makes DJL's TensorFlow engine work from the class path whoever starts it first.
 *
 * <p>DJL makes every provider that the service loader finds before it starts any engine, so the
 * constructor runs before any program's {@code Criteria}. The engine is DJL's own.
 */
public final class TensorFlowProvider implements EngineProvider {
  private final TfEngineProvider djl = new TfEngineProvider();

  /** Made by the service loader. */
  public TensorFlowProvider() {
    TensorFlow.prepare();
  }

  @Override
  public String getEngineName() {
    return djl.getEngineName();
  }

  @Override
  public int getEngineRank() {
    return djl.getEngineRank();
  }

  @Override
  public Engine getEngine() {
    return djl.getEngine();
  }
}
