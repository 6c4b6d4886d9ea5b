package dev.flowers.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.jspecify.annotations.Nullable;

/** The file systems that Hadoop knows, on the driver and, by serialization, on executors. */
final class HadoopFiles implements Serializable {
  private static final long serialVersionUID = 1;

  /** A photo's file is held in memory whole. */
  private static final long LARGEST = 1L << 30;

  /** Where a file appears when it is closed, whole, and where a rename is a copy. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "s3a", "s3n", "gs", "wasb", "wasbs", "oss", "cosn", "obs", "swift", "oci");

  private final HashMap<String, String> settings = new HashMap<>();

  @SuppressWarnings("serial") // made anew where it is wanted
  private transient Optional<Configuration> configuration;

  HadoopFiles(Configuration configuration) {
    for (Map.Entry<String, String> setting : configuration) {
      settings.put(setting.getKey(), setting.getValue());
    }
    this.configuration = Optional.of(configuration);
  }

  /** Hadoop's settings, those of the driver. */
  synchronized Configuration configuration() {
    if (configuration == null || configuration.isEmpty()) {
      Configuration made = new Configuration(false);
      settings.forEach(made::set);
      configuration = Optional.of(made);
    }
    return configuration.get();
  }

  FileSystem system(Path path) throws IOException {
    return path.getFileSystem(configuration());
  }

  /** The path with scheme and authority, as Spark shows it. */
  Path qualified(String uri) throws IOException {
    Path path = new Path(uri);
    return system(path).makeQualified(path);
  }

  boolean exists(Path path) throws IOException {
    return system(path).exists(path);
  }

  /** The length of a file, if it is there. */
  Optional<FileStatus> status(Path path) throws IOException {
    try {
      return Optional.of(system(path).getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * The length of a file that a row of a table names.
   *
   * @throws IOException if it names none: a fault of the row, which is not to end the job
   */
  Optional<FileStatus> status(@Nullable String path) throws IOException {
    return named(path, this::status);
  }

  /**
   * Reads a photo that a row of a table names.
   *
   * @throws IOException if it names none, too
   */
  byte[] bytes(@Nullable String path) throws IOException {
    return named(path, this::bytes);
  }

  private interface Action<T> {
    T run(Path path) throws IOException;
  }

  private static <T> T named(@Nullable String text, Action<T> action) throws IOException {
    if (text == null) {
      throw new IOException("path: found none, expected that of a photo");
    }
    try {
      return action.run(new Path(text));
    } catch (IllegalArgumentException e) {
      // Of Path, and of file systems for another host or a name that they cannot have.
      throw new IOException(
          "path: found \"" + text + "\" (" + e.getMessage() + "), expected that of a photo", e);
    }
  }

  String text(Path file) throws IOException {
    return new String(bytes(file), UTF_8);
  }

  /** Reads a file of 1 GiB at most. */
  byte[] bytes(Path file) throws IOException {
    FileSystem system = system(file);
    long length = system.getFileStatus(file).getLen();
    if (length > LARGEST) {
      throw new IOException("found a file of " + length + " bytes, expected at most " + LARGEST);
    }
    try (InputStream in = system.open(file)) {
      return in.readAllBytes();
    }
  }

  /**
   * Replaces a text file; in one step where the file system offers that, so that a reader finds the
   * old one or the new one, whole.
   *
   * <p>Object stores show a file when it is closed. Elsewhere it is written under another name and
   * renamed, which HDFS and local disks do in one step. A file system that has no such rename gets
   * the file written over: half a file is no JSON, so whoever reads it knows.
   */
  void replace(Path file, String text) throws IOException {
    FileSystem system = system(file);
    if (OBJECT_STORES.contains(system.getScheme())) {
      write(file, text);
      return;
    }
    FileContext renaming;
    try {
      renaming = FileContext.getFileContext(file.toUri(), configuration());
    } catch (UnsupportedFileSystemException e) {
      write(file, text);
      return;
    }
    Path partial = new Path(file.getParent(), "_" + file.getName() + "." + UUID.randomUUID());
    write(partial, text);
    renaming.rename(partial, file, Options.Rename.OVERWRITE);
  }

  private void write(Path file, String text) throws IOException {
    try (FSDataOutputStream out = system(file).create(file, true)) {
      out.write(text.getBytes(UTF_8));
      sync(out);
    }
  }

  /** Has a file's bytes reach the disk, where the file system offers it. */
  static void sync(FSDataOutputStream out) throws IOException {
    if (out.hasCapability(StreamCapabilities.HSYNC)) {
      out.hsync();
    }
  }
}
