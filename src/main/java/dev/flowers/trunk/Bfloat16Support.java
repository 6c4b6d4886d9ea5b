package dev.flowers.trunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether bfloat16 is multiplied natively here. */
final class Bfloat16Support {
  /** What Linux calls the instructions. */
  private static final Set<String> FLAGS = Set.of("avx512_bf16", "amx_bf16");

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Bfloat16Support() {}

  /** What is missing on this machine; empty if nothing is. Starts TensorFlow if need be. */
  static String here() {
    if (!Files.isReadable(PROCESSORS)) {
      return "which instructions the processor has is known under Linux alone";
    }
    try (Stream<String> lines = Files.lines(PROCESSORS, UTF_8)) {
      // All processors are alike.
      String flags = lines.filter(line -> line.startsWith("flags")).findFirst().orElse("");
      return missing(flags, TensorFlow::hasOp, () -> TensorFlow.engine().defaultDevice().isGpu());
    } catch (IOException | UncheckedIOException e) {
      return PROCESSORS + ": " + e.getMessage();
    }
  }

  /**
   * What is missing.
   *
   * @param flags a processor's, separated by spaces, as Linux lists them
   * @param hasOp whether TensorFlow's build has an op
   * @param onGpu whether the trunk would run on a GPU; asked last, since it starts the engine
   */
  static String missing(String flags, Predicate<String> hasOp, BooleanSupplier onGpu) {
    if (Collections.disjoint(List.of(flags.split("\\s+", -1)), FLAGS)) {
      return "the processor has neither AVX512_BF16 nor AMX_BF16";
    }
    for (String op : OneDnnOps.ALL) {
      if (!hasOp.test(op)) {
        return "this build of TensorFlow has no op " + op;
      }
    }
    return onGpu.getAsBoolean() ? "the trunk runs on a GPU here" : "";
  }
}
