package dev.flowers.evaluation;

import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import dev.flowers.trunk.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Embeddings as a head takes them, which may have been made for another one.
 *
 * @param file the embeddings
 * @param labels for each of the file's labels the head's, −1 for a class that the head has not
 * @param notes what a reader of the figures must know, a sentence each
 */
public record HeadInput(EmbeddingFile file, List<Integer> labels, List<String> notes) {
  private static final int NONE = -1;

  /** Copies the lists. */
  public HeadInput {
    labels = List.copyOf(labels);
    notes = List.copyOf(notes);
  }

  /**
   * Looks whether a head can take a file.
   *
   * @param model what the head is called in messages
   * @throws InvalidInputException if the embeddings are of another width or by another trunk
   */
  public static HeadInput of(String model, TrainedHead head, EmbeddingFile file)
      throws InvalidInputException {
    if (file.size() > 0 && file.width() != head.width()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: found embeddings of %s, expected %d, as %s takes them",
              file.file(),
              Quantity.of(file.width(), "number"),
              head.width(),
              model));
    }
    List<String> notes = new ArrayList<>();
    String found = file.info().trunk();
    String expected = head.provenance().trunk();
    boolean madeFrom = file.info().fingerprint().equals(head.provenance().embeddings());
    if (!found.isEmpty()
        && !expected.isEmpty()
        && !Precision.fingerprint(found).equals(Precision.fingerprint(expected))) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: found embeddings of trunk %s, expected those of trunk %s, on which %s was trained",
              file.file(),
              found,
              expected,
              model));
    }
    if (!found.isEmpty() && !expected.isEmpty() && Precision.of(found) != Precision.of(expected)) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s holds embeddings in %s, %s was trained on embeddings in %s: probabilities may"
                  + " differ in the second decimal",
              file.file(),
              Precision.of(found),
              model,
              Precision.of(expected)));
    }
    if (found.isEmpty() && !expected.isEmpty()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s does not say which trunk made its embeddings: the figures hold if it was %s",
              file.file(),
              expected));
    } else if (expected.isEmpty() && !madeFrom) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s does not say on which trunk's embeddings it was trained: the figures hold if it was that of %s",
              model,
              file.file()));
    }
    return new HeadInput(file, labels(model, head, file, notes), notes);
  }

  /** By the classes' names; a plain TFRecord has none, but the same order, that of the names. */
  private static List<Integer> labels(
      String model, TrainedHead head, EmbeddingFile file, List<String> notes) {
    List<Integer> labels = new ArrayList<>();
    boolean nameless = false;
    for (int label = 0; label < file.classes().size(); label++) {
      String name = file.classes().get(label);
      int known = head.classes().indexOf(name);
      if (known == NONE
          && file.info().trunk().isEmpty()
          && name.equals("class" + label)
          && label < head.classes().size()) {
        known = label;
        nameless = true;
      }
      labels.add(known);
    }
    if (nameless) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s has labels without names: they are taken for %s's classes, in the order %s",
              file.file(),
              model,
              String.join(", ", head.classes())));
    }
    return labels;
  }

  /**
   * The head's label of a row.
   *
   * @throws InvalidInputException if the row is of a class that the head has not
   */
  int label(int row, TrainedHead head) throws InvalidInputException {
    int label = labels.get(file.label(row));
    if (label == NONE) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: found class %s, expected one of the model's: %s",
              file.file(),
              file.classes().get(file.label(row)),
              head.classes()));
    }
    return label;
  }
}
