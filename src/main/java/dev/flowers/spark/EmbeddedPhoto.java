package dev.flowers.spark;

import java.io.Serializable;

/** A row that {@link SparkEmbedder#embed} makes. A bean, as Spark's encoders want it. */
@SuppressWarnings("NullAway.Init") // Spark sets all of it
public final class EmbeddedPhoto implements Serializable {
  private static final long serialVersionUID = 1;

  private String path;
  private String label;
  private String id;
  private float[] embedding;
  private String error;

  /** For Spark. */
  public EmbeddedPhoto() {}

  EmbeddedPhoto(String path, String label, String id, float[] embedding, String error) {
    this.path = path;
    this.label = label;
    this.id = id;
    this.embedding = embedding;
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

  /** Its class, where the photos' table says it. */
  public String getLabel() {
    return label;
  }

  /** For Spark. */
  public void setLabel(String value) {
    label = value;
  }

  /** The SHA-256 of its bytes; empty if they could not be read. */
  public String getId() {
    return id;
  }

  /** For Spark. */
  public void setId(String value) {
    id = value;
  }

  /** The trunk's output, [width]; empty if there is an error. */
  public float[] getEmbedding() {
    return embedding.clone();
  }

  /** For Spark. */
  public void setEmbedding(float[] value) {
    embedding = value.clone();
  }

  /** Why there is no embedding; empty if there is one. */
  public String getError() {
    return error;
  }

  /** For Spark. */
  public void setError(String value) {
    error = value;
  }
}
