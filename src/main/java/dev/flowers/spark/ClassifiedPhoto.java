package dev.flowers.spark;

import java.io.Serializable;

/** A row that {@link SparkClassifier#classify} makes. A bean, as Spark's encoders want it. */
@SuppressWarnings("NullAway.Init") // Spark sets all of it
public final class ClassifiedPhoto implements Serializable {
  private static final long serialVersionUID = 1;

  private String path;
  private String className;
  private float probability;
  private float[] probabilities;
  private String error;

  /** For Spark. */
  public ClassifiedPhoto() {}

  ClassifiedPhoto(
      String path, String className, float probability, float[] probabilities, String error) {
    this.path = path;
    this.className = className;
    this.probability = probability;
    this.probabilities = probabilities;
    this.error = error;
  }

  /** Where the photo is. */
  public String getPath() {
    return path;
  }

  /** For Spark. */
  public void setPath(String value) {
    path = value;
  }

  /** The most probable class; empty if there is an error. */
  public String getClassName() {
    return className;
  }

  /** For Spark. */
  public void setClassName(String value) {
    className = value;
  }

  /** Its probability, in [0,1]. */
  public float getProbability() {
    return probability;
  }

  /** For Spark. */
  public void setProbability(float value) {
    probability = value;
  }

  /** Of all classes, in the model's order; empty if there is an error. */
  public float[] getProbabilities() {
    return probabilities.clone();
  }

  /** For Spark. */
  public void setProbabilities(float[] value) {
    probabilities = value.clone();
  }

  /** Why there is no class; empty if there is one. */
  public String getError() {
    return error;
  }

  /** For Spark. */
  public void setError(String value) {
    error = value;
  }
}
