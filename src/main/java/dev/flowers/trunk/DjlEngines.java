package dev.flowers.trunk;

import ai.djl.engine.Engine;
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
   * An engine, started at the first call. Telemetry is disabled unless the user has decided on it.
   *
   * @param name DJL's name of it
   * @throws IllegalArgumentException if no such engine is on the class path
   * @throws ai.djl.engine.EngineException if it does not start
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
