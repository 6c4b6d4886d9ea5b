package dev.flowers.zoo;

import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * What was promoted when: {@code promotions.json} beside a model's versions. Which version is
 * current follows from it.
 *
 * @param promotions in the order of time
 */
record PromotionHistory(List<Promotion> promotions) {
  static final String FILE = "promotions.json";

  private static final JsonFormat<PromotionHistory> JSON = JsonFormat.of(PromotionHistory.class, 1);

  PromotionHistory {
    promotions = List.copyOf(promotions);
  }

  /** Reads a model's; without decisions where there is no file. */
  static PromotionHistory of(Path model) throws IOException {
    Path file = model.resolve(FILE);
    if (!Files.exists(file)) {
      return new PromotionHistory(List.of());
    }
    try {
      return JSON.read(file);
    } catch (MalformedFileException e) {
      throw new MalformedFileException(
          file,
          e.getReason()
              + "; delete it: the newest version is the current one then, and the history"
              + " is lost");
    }
  }

  void write(Path model) throws IOException {
    JSON.write(model.resolve(FILE), this);
  }

  PromotionHistory with(Promotion decision) {
    List<Promotion> more = new ArrayList<>(promotions);
    more.add(decision);
    return new PromotionHistory(more);
  }

  /** The version that was made current last and is there still. */
  OptionalInt current(IntPredicate present) {
    return top(stack(), present);
  }

  /** The version that was current before that one, and is there still. */
  OptionalInt before(IntPredicate present) {
    Deque<Integer> versions = stack();
    OptionalInt current = top(versions, present);
    versions.removeIf(version -> current.isPresent() && version == current.getAsInt());
    return top(versions, present);
  }

  private static OptionalInt top(Deque<Integer> versions, IntPredicate present) {
    return versions.stream().mapToInt(Integer::intValue).filter(present).findFirst();
  }

  /**
   * The versions to go back to, the current one first: a promotion puts its version on top, a
   * rollback takes off what is above its version.
   */
  private Deque<Integer> stack() {
    Deque<Integer> versions = new ArrayDeque<>();
    for (Promotion decision : promotions) {
      if (!decision.promoted()) {
        continue;
      }
      if (decision.by() == Promotion.By.ROLLBACK) {
        while (!versions.isEmpty() && versions.peek() != decision.version()) {
          versions.pop();
        }
      }
      if (versions.isEmpty() || versions.peek() != decision.version()) {
        versions.push(decision.version());
      }
    }
    return versions;
  }
}
