package dev.flowers.spark;

import java.io.Serializable;

/** A photo of a table, and its file as it is now. A bean, as Spark's encoders want it. */
@SuppressWarnings("NullAway.Init") // Spark sets all of it
public final class PhotoStatus implements Serializable {
  private static final long serialVersionUID = 1;

  private String path;
  private String label;
  private long length;
  private long modified;

  /** For Spark. */
  public PhotoStatus() {}

  PhotoStatus(String path, String label, long length, long modified) {
    this.path = path;
    this.label = label;
    this.length = length;
    this.modified = modified;
  }

  /** Where it is. */
  public String getPath() {
    return path;
  }

  /** For Spark. */
  public void setPath(String value) {
    path = value;
  }

  /** Its class. */
  public String getLabel() {
    return label;
  }

  /** For Spark. */
  public void setLabel(String value) {
    label = value;
  }

  /** Of its file, in bytes; -1 if there is none. */
  public long getLength() {
    return length;
  }

  /** For Spark. */
  public void setLength(long value) {
    length = value;
  }

  /** When the file was last written, in milliseconds from 1970. */
  public long getModified() {
    return modified;
  }

  /** For Spark. */
  public void setModified(long value) {
    modified = value;
  }
}
