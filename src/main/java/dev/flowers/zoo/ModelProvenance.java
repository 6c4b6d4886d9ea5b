package dev.flowers.zoo;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.Provenance;
import dev.flowers.storage.JsonFormat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a published model was made from, when and with what, and how good it is.
 *
 * @param created when it was published, in UTC
 * @param toolkit this toolkit's version
 * @param djl DJL's version
 * @param java the Java that it was trained on
 * @param embeddings the TFRecord that it was trained on
 * @param photos the folder of photos that were embedded; empty when unknown
 * @param head what the head was made from
 * @param test the figures on the test split
 * @param note what a reader must know, such as that the trunk's weights are a stand-in; else empty
 * @param trunk which network the trunk is, and the file that it was made from, for people; empty
 *     when unknown
 */
public record ModelProvenance(
    Instant created,
    String toolkit,
    String djl,
    String java,
    String embeddings,
    String photos,
    Provenance head,
    TestFigures test,
    String note,
    @JsonFormat.Default("\"\"") String trunk,
    @JsonFormat.Default("[]") List<ClassFigures> classes) {

  /** Checks that nothing is missing. */
  public ModelProvenance {
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(toolkit, "toolkit");
    Objects.requireNonNull(djl, "djl");
    Objects.requireNonNull(java, "java");
    Objects.requireNonNull(embeddings, "embeddings");
    Objects.requireNonNull(photos, "photos");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(note, "note");
    Objects.requireNonNull(trunk, "trunk");
    classes = List.copyOf(classes);
  }

  /**
   * A class, how many photos of it there were, and how good the model is on those of the test part.
   *
   * @param name the class
   * @param train photos that were trained on
   * @param validation photos that chose the epoch
   * @param test photos that were tested
   * @param precision the share of the photos predicted as this class that are of it, in [0,1];
   *     empty without such photos
   * @param recall the share of the class's test photos that were predicted as it, in [0,1]; empty
   *     without such photos
   */
  public record ClassFigures(
      String name,
      int train,
      int validation,
      int test,
      OptionalDouble precision,
      OptionalDouble recall) {
    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public ClassFigures {
      Objects.requireNonNull(name, "name");
      if (train < 0 || validation < 0 || test < 0) {
        throw new IllegalArgumentException(
            "class "
                + name
                + ": found "
                + train
                + ", "
                + validation
                + " and "
                + test
                + " photos, expected 0 or more");
      }
    }

    /** How many photos of it there were in all. */
    public int photos() {
      return train + validation + test;
    }
  }

  /**
   * Figures on photos that were neither trained on nor chose the epoch.
   *
   * @param photos how many there were
   * @param accuracy the share that was right, in [0,1]; empty without photos
   * @param loss the mean cross-entropy in nats; empty without photos
   * @param calibrationError the expected calibration error, in [0,1]; empty without photos, and in
   *     models of earlier versions
   */
  public record TestFigures(
      int photos,
      OptionalDouble accuracy,
      OptionalDouble loss,
      @JsonFormat.Default("null") OptionalDouble calibrationError) {
    /**
     * Checks that there are figures of photos. Those of no photo are left out: earlier versions
     * stored zeros.
     *
     * @throws IllegalArgumentException if the number of photos is negative, or a figure is missing
     */
    public TestFigures {
      if (photos < 0) {
        throw new IllegalArgumentException("found " + photos + " test photos, expected 0 or more");
      }
      if (photos == 0) {
        accuracy = OptionalDouble.empty();
        loss = OptionalDouble.empty();
        calibrationError = OptionalDouble.empty();
      } else if (accuracy.isEmpty() || loss.isEmpty()) {
        throw new IllegalArgumentException(
            "found no accuracy or no loss of " + photos + " test photos, expected both");
      }
    }

    /** Without calibration. */
    public TestFigures(int photos, OptionalDouble accuracy, OptionalDouble loss) {
      this(photos, accuracy, loss, OptionalDouble.empty());
    }

    /** Returns those of an evaluation. */
    public static TestFigures of(Evaluation evaluation) {
      return new TestFigures(
          evaluation.photos(),
          evaluation.accuracy(),
          evaluation.loss(),
          evaluation.calibration().expectedError());
    }
  }

  /** The same for another machine, which is told the names of file and folder, not their places. */
  ModelProvenance withoutPlaces() {
    return new ModelProvenance(
        created,
        toolkit,
        djl,
        java,
        name(embeddings),
        name(photos),
        head,
        test,
        note,
        trunk,
        classes);
  }

  private static String name(String place) {
    return String.valueOf(Path.of(place).getFileName());
  }

  /** The provenance of a model that is made now, with the versions that run. */
  public static ModelProvenance now(
      String embeddings,
      String photos,
      Provenance head,
      TestFigures test,
      String note,
      String trunk) {
    return now(embeddings, photos, head, test, List.of(), note, trunk);
  }

  /** The same with the figures of the classes. */
  public static ModelProvenance now(
      String embeddings,
      String photos,
      Provenance head,
      TestFigures test,
      List<ClassFigures> classes,
      String note,
      String trunk) {
    return new ModelProvenance(
        Instant.now(),
        Versions.toolkit(),
        Versions.djl(),
        Runtime.version().toString(),
        embeddings,
        photos,
        head,
        test,
        note,
        trunk,
        classes);
  }
}
