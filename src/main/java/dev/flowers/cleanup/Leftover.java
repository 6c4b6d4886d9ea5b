package dev.flowers.cleanup;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Something in a home that nothing needs any more.
 *
 * @param kind what it is
 * @param name what it is called: {@code flowers-vgg16:3}, or a path below the home
 * @param paths its files and directories
 * @param bytes how much they take
 * @param reason why nothing needs it
 * @param use who uses it all the same, so that it stays; empty if nobody does
 */
public record Leftover(
    Kind kind, String name, List<Path> paths, long bytes, String reason, String use) {
  /** Checks that nothing is missing, and copies. */
  public Leftover {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    paths = List.copyOf(paths);
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(use, "use");
  }

  /** What it is. */
  public enum Kind {
    /** A version of a model. */
    VERSION,
    /** A report of a version that is gone, or goes. */
    REPORT,
    /** Embeddings. */
    EMBEDDINGS,
    /** A converted trunk. */
    TRUNK,
    /** Photos or weights of the demo. */
    DEMO,
    /** What a killed run was writing. */
    PARTIAL;

    /** In lower case, as output has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isSameAs(Leftover other) {
    return kind == other.kind && name.equals(other.name);
  }
}
