package dev.flowers.cli;

import ai.djl.modality.Classifications;
import ai.djl.modality.Classifications.Classification;
import dev.flowers.FlowerClassifier;
import dev.flowers.Identification;
import dev.flowers.explanation.Neighbour;
import dev.flowers.novelty.UnknownReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

  /** The same of a photo whose class may be unknown. */
  final void print(FlowerClassifier.IdentifiedAnswer answer) throws IOException {
    if (answer.identification().isPresent()) {
      Identification identification = answer.identification().get();
      printIdentification(answer.photo(), identification, ranked(identification.classes()));
    } else {
      print(new FlowerClassifier.Answer(answer.photo(), Optional.empty(), answer.fault()));
    }
  }

  abstract void printIdentification(
      Path photo, Identification identification, List<Classification> ranked) throws IOException;

  abstract void printClasses(
      FlowerClassifier.Answer answer, List<Classification> ranked, List<Neighbour> nearest)
      throws IOException;

  /** What stands for the class of a photo whose class is not known. */
  static String answer(Identification identification) {
    return identification.className().orElse("unknown");
  }

  /** Why the class is unknown; empty if it is known. */
  static String reason(Identification identification) {
    return identification.reason().map(UnknownReason::toString).orElse("");
  }

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
