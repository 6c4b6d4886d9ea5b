package dev.flowers.cli;

import ai.djl.modality.Classifications;
import ai.djl.modality.Classifications.Classification;
import dev.flowers.FlowerClassifier;
import dev.flowers.explanation.Neighbour;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Prints the answers of {@code predict} in one of its formats. */
abstract class Answers implements AutoCloseable {
  final Terminal terminal;
  private final int count;

  Answers(Terminal terminal, int count) {
    this.terminal = terminal;
    this.count = count;
  }

  /** Prints a photo's classes; for one that could not be read, a line to standard error, too. */
  final void print(FlowerClassifier.Answer answer) throws IOException {
    print(answer, List.of());
  }

  /** Prints one after the other. */
  final void printAll(List<FlowerClassifier.Answer> answers) throws IOException {
    for (FlowerClassifier.Answer answer : answers) {
      print(answer);
    }
  }

  /** The same as for one, with the nearest training photos. */
  final void print(FlowerClassifier.Answer answer, List<Neighbour> nearest) throws IOException {
    if (answer.classes().isPresent()) {
      printClasses(answer, ranked(answer.classes().get()), nearest);
    } else {
      terminal.err().println("flowers predict: " + answer.fault());
      printFault(answer);
    }
  }

  abstract void printClasses(
      FlowerClassifier.Answer answer, List<Classification> ranked, List<Neighbour> nearest)
      throws IOException;

  /** A training photo's file; where that is not known, its id. */
  static String name(Neighbour neighbour) {
    String photo = neighbour.photo().toString();
    return photo.isEmpty() ? neighbour.id() : photo;
  }

  /** Prints what the format has for a photo without an answer. */
  void printFault(FlowerClassifier.Answer answer) throws IOException {}

  /** Prints what ends the format. */
  @Override
  public void close() throws IOException {}

  private List<Classification> ranked(Classifications classes) {
    return classes.<Classification>items().stream()
        .sorted(Comparator.comparing(Classification::getProbability).reversed())
        .limit(count)
        .toList();
  }
}
