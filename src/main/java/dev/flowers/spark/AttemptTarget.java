package dev.flowers.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Where a run's tasks write to, and what for.
 *
 * @param files the file systems
 * @param directory the directory for the attempts' files
 * @param run the run's name
 * @param photos the folder of the photos; empty if there is none
 * @param trunk the identity of the trunk
 * @param classes the class names, sorted
 */
record AttemptTarget(
    HadoopFiles files,
    String directory,
    String run,
    String photos,
    String trunk,
    List<String> classes)
    implements Serializable {
  private static final long serialVersionUID = 1;

  AttemptTarget {
    classes = List.copyOf(classes);
  }

  /** Begins an attempt of the partition whose task calls it. */
  AttemptWriter open() throws IOException {
    return new AttemptWriter(this);
  }
}
