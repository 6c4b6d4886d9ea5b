package dev.flowers.cli;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Silences the engines' log output unless {@code --verbose} is given; what the user has set stays.
 * Must run before the first logger is made and before TensorFlow's library is loaded.
 */
final class EngineLog {
  private static final String TENSORFLOW_LEVEL = "TF_CPP_MIN_LOG_LEVEL";
  private static final String FATAL_ONLY = "3";
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private static final String LOG_FILE = "org.slf4j.simpleLogger.logFile";

  private EngineLog() {}

  static void configure(boolean verbose) {
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, verbose ? "debug" : "error");
    }
    // A library's simplelogger.properties says System.out, which has the results.
    if (System.getProperty(LOG_FILE) == null) {
      System.setProperty(LOG_FILE, "System.err");
    }
    if (!verbose && System.getenv(TENSORFLOW_LEVEL) == null) {
      setEnvironment(TENSORFLOW_LEVEL, FATAL_ONLY);
    }
  }

  /** TensorFlow reads the process's environment, which Java can only copy. */
  private static void setEnvironment(String name, String value) {
    if (Platform.isWindows()) {
      Function put = NativeLibrary.getInstance("ucrtbase").getFunction("_putenv_s");
      put.invokeInt(new Object[] {name, value});
    } else {
      Function set = NativeLibrary.getProcess().getFunction("setenv");
      set.invokeInt(new Object[] {name, value, 1});
    }
  }
}
