package dev.flowers.trunk;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.EngineProvider;
import java.util.ServiceLoader;

/**
 * DJL's engines, found and started whichever thread asks first. All of the toolkit gets them here.
 *
 * <p>DJL looks for engines and their libraries through the class loader of the thread that first
 * uses it, and never again. A thread of a {@code ForkJoinPool}, such as a parallel stream's, has
 * the system's class loader, which in a Spring Boot jar sees no library.
 */
public final class DjlEngines {
  private DjlEngines() {}

  /**
   * The engine that trains, which DJL's TensorFlow engine cannot.
   *
   * @throws IllegalArgumentException if it is not on the class path
   * @throws EngineException if it does not start, or DJL was first used on a thread whose class
   *     loader does not see any engine: then DJL's blocks cannot be trained for the JVM's life
   */
  public static Engine training() {
    Engine engine = get("PyTorch");
    if (Engine.getDefaultEngineName() == null) {
      throw new EngineException(
          "DJL: found no engine when it was first used, on a thread whose context class loader does"
              + " not see them; expected the first use on a thread whose class loader does, or by"
              + " this toolkit");
    }
    return engine;
  }

  /**
   * An engine, started at the first call. Telemetry is disabled unless the user has decided on it.
   *
   * @param name DJL's name of it
   * @throws IllegalArgumentException if no such engine is on the class path
   * @throws EngineException if it does not start
   */
  public static Engine get(String name) {
    TensorFlow.prepare();
    ClassLoader loader = DjlEngines.class.getClassLoader();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      if (!Engine.hasEngine(name)) {
        // Somebody used DJL before, on a thread whose class loader does not see the engines.
        ServiceLoader.load(EngineProvider.class, loader).forEach(Engine::registerEngine);
      }
      return Engine.getEngine(name);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
