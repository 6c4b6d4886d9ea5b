package dev.flowers.spark;

import dev.flowers.dataset.PhotoWalk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The files of a folder of photos, listed by the driver without reading one. {@link PhotoWalk} says
 * which names count: Spark's own listing drops those that begin with an underscore. Holds a row for
 * each file.
 */
final class PhotoListing {
  /** A task is sent its part of the list; Spark warns of one with more than a megabyte. */
  private static final int FILES_A_TASK = 4000;

  private static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("length", DataTypes.LongType)
          .add("modified", DataTypes.LongType)
          .add("class", DataTypes.StringType);

  private final HadoopFiles systems;
  private final List<Row> files = new ArrayList<>();
  private final TreeSet<String> classes = new TreeSet<>();
  private long unused;

  private PhotoListing(HadoopFiles systems) {
    this.systems = systems;
  }

  /** Lists a folder of class folders. */
  static PhotoListing ofClasses(HadoopFiles files, Path folder) throws IOException {
    PhotoListing listing = new PhotoListing(files);
    RemoteIterator<FileStatus> children = listing.children(folder);
    while (children.hasNext()) {
      FileStatus child = listing.resolved(children.next());
      if (isLeftOut(child) || !child.isDirectory()) {
        listing.unused++;
      } else {
        listing.addClass(child.getPath());
      }
    }
    return listing;
  }

  private void addClass(Path folder) throws IOException {
    RemoteIterator<FileStatus> children = children(folder);
    while (children.hasNext()) {
      FileStatus child = resolved(children.next());
      if (isLeftOut(child) || child.isDirectory()) {
        unused++;
      } else {
        classes.add(folder.getName());
        add(child, folder.getName());
      }
    }
  }

  /** Lists a folder and all folders below it, or a single file; there are no classes. */
  static PhotoListing ofTree(HadoopFiles files, Path root) throws IOException {
    PhotoListing listing = new PhotoListing(files);
    Deque<Path> folders = new ArrayDeque<>(List.of(root));
    while (!folders.isEmpty()) {
      RemoteIterator<FileStatus> children = listing.children(folders.remove());
      while (children.hasNext()) {
        FileStatus child = listing.resolved(children.next());
        if (isLeftOut(child)) {
          listing.unused++;
        } else if (child.isDirectory()) {
          folders.add(child.getPath());
        } else {
          listing.add(child, "");
        }
      }
    }
    return listing;
  }

  private RemoteIterator<FileStatus> children(Path folder) throws IOException {
    return systems.system(folder).listStatusIterator(folder);
  }

  private static boolean isLeftOut(FileStatus file) {
    String name = file.getPath().getName();
    return PhotoWalk.isHidden(name) || (file.isDirectory() && PhotoWalk.isMacOsLeftover(name));
  }

  /** What a link leads to: a mount of viewfs is one. */
  private FileStatus resolved(FileStatus file) throws IOException {
    Path path = file.getPath();
    return file.isSymlink() ? systems.system(path).getFileStatus(path) : file;
  }

  private void add(FileStatus file, String className) {
    files.add(
        RowFactory.create(
            file.getPath().toString(), file.getLen(), file.getModificationTime(), className));
  }

  /** How many files there are. */
  long count() {
    return files.size();
  }

  /** What was left out: hidden, or not directly in a class folder. */
  long unused() {
    return unused;
  }

  /** The names of the class folders with files, sorted. */
  List<String> classes() {
    return List.copyOf(classes);
  }

  /** A row for each file: {@code path}, {@code length}, {@code modified} and {@code class}. */
  Dataset<Row> rows(SparkSession spark) {
    int tasks = (int) (count() / FILES_A_TASK) + 1;
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(files, tasks), SCHEMA);
  }
}
