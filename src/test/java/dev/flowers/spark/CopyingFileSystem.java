package dev.flowers.spark;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files, whose rename is a copy of half the file, of the other half, and a deletion; whose
 * directories are deleted file by file; and where all steps that change something fail from a
 * chosen one on, as after the end of the process.
 */
public final class CopyingFileSystem extends RawLocalFileSystem {
  private static final AtomicInteger STEPS_LEFT = new AtomicInteger(Integer.MAX_VALUE);

  /** From now on, so many steps go well. */
  static void endAfter(int steps) {
    STEPS_LEFT.set(steps);
  }

  private static void step() throws IOException {
    if (STEPS_LEFT.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
      throw new IOException("the process has ended");
    }
  }

  @Override
  public String getScheme() {
    return "copying";
  }

  @Override
  public URI getUri() {
    return URI.create("copying:///");
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    step();
    OutputStream out =
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(
        new FilterOutputStream(out) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            int half = length / 2;
            out.write(bytes, offset, half);
            step();
            out.write(bytes, offset + half, length - half);
          }
        },
        null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (exists(to)) {
      return false;
    }
    byte[] bytes;
    try (InputStream in = open(from)) {
      bytes = in.readAllBytes();
    }
    try (OutputStream out = create(to)) {
      out.write(bytes, 0, bytes.length);
    }
    return delete(from, false);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (recursive && exists(path) && getFileStatus(path).isDirectory()) {
      for (FileStatus child : listStatus(path)) {
        delete(child.getPath(), true);
      }
    }
    step();
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    step();
    return super.mkdirs(path);
  }
}
