package dev.flowers.trunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the processor can do that matters to the trunk. Known under Linux alone; all processors of a
 * machine are alike.
 *
 * @param flags the instructions, as {@code /proc/cpuinfo} calls them; none where it is not there
 */
record Processor(Set<String> flags) {
  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16");
  private static final String AVX512 = "avx512f";

  Processor {
    flags = Set.copyOf(flags);
  }

  /** The one that runs this, looked at once. */
  static Processor here() {
    return Here.PROCESSOR;
  }

  private static final class Here {
    static final Processor PROCESSOR = read();
  }

  private static Processor read() {
    if (!Files.isReadable(DESCRIPTION)) {
      return new Processor(Set.of());
    }
    try (Stream<String> lines = Files.lines(DESCRIPTION, UTF_8)) {
      return described(lines.filter(line -> line.startsWith("flags")).findFirst().orElse(""));
    } catch (IOException | UncheckedIOException e) {
      return new Processor(Set.of()); // as where there is no such file
    }
  }

  /** Reads a line of flags, which are separated by spaces. */
  static Processor described(String line) {
    return new Processor(new HashSet<>(List.of(line.strip().split("\\s+", -1))));
  }

  /**
   * What is missing for the trunk in bfloat16; empty if nothing is.
   *
   * @param hasOp whether TensorFlow's build has an op
   * @param onGpu whether the trunk would run on a GPU; asked last, since it starts the engine
   */
  String missingForBfloat16(Predicate<String> hasOp, BooleanSupplier onGpu) {
    if (flags.isEmpty()) {
      return "which instructions the processor has is known under Linux alone";
    }
    if (Collections.disjoint(flags, BFLOAT16)) {
      return "the processor has neither AVX512_BF16 nor AMX_BF16";
    }
    for (String op : OneDnnOps.ALL) {
      if (!hasOp.test(op)) {
        return "this build of TensorFlow has no op " + op;
      }
    }
    return onGpu.getAsBoolean() ? "the trunk runs on a GPU here" : "";
  }

  /**
   * Whether oneDNN's own ops are faster in float32, too: a third for one photo with AVX-512. With
   * AVX2 they are not, and take 80 MB more for the reordered weights.
   */
  boolean gainsFromOneDnnOps() {
    return flags.contains(AVX512);
  }
}
