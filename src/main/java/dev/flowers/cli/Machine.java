package dev.flowers.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Checks Java, processor and memory. */
final class Machine {
  /** With the public weights a prediction needs 1.4 GB at its peak, most of it mapped files. */
  private static final long ENOUGH_MEMORY = 2_000_000_000;

  /** Training and the report want some; the weights are not on the heap. */
  private static final long ENOUGH_HEAP = 256_000_000;

  private Machine() {}

  static List<Finding> findings() {
    return List.of(
        Finding.ok(
            "Java",
            Runtime.version()
                + " of "
                + System.getProperty("java.vendor")
                + " in "
                + System.getProperty("java.home")),
        Finding.ok(
            "processor",
            Runtime.getRuntime().availableProcessors()
                + " cores, "
                + System.getProperty("os.arch")
                + ", "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")),
        fileNames(System.getProperty("sun.jnu.encoding", "unknown")),
        memory(),
        heap(Runtime.getRuntime().maxMemory()));
  }

  /** By which encoding Java reads and writes the names of files; it follows the locale. */
  static Finding fileNames(String encoding) {
    return encoding.equalsIgnoreCase("UTF-8")
        ? Finding.ok("file names", encoding)
        : Finding.warn(
            "file names",
            encoding
                + ", expected UTF-8: files whose names have other letters cannot be opened; set LC_ALL"
                + " to a UTF-8 locale, such as C.UTF-8");
  }

  private static Finding memory() {
    // Of the container, where there is one.
    return memory(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
  }

  static Finding memory(long bytes) {
    return bytes < ENOUGH_MEMORY
        ? Finding.warn(
            "memory",
            gigabytes(bytes)
                + ", expected "
                + gigabytes(ENOUGH_MEMORY)
                + " or more: it will be slow")
        : Finding.ok("memory", gigabytes(bytes));
  }

  static Finding heap(long bytes) {
    return bytes < ENOUGH_HEAP
        ? Finding.warn(
            "heap",
            gigabytes(bytes)
                + " at most, expected "
                + gigabytes(ENOUGH_HEAP)
                + " or more: start with FLOWERS_OPTS=-Xmx1g")
        : Finding.ok("heap", gigabytes(bytes) + " at most");
  }

  static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
