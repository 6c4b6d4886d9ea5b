package dev.flowers.spark;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files, of which those called {@code gated.jpg} wait while {@code closed} is beside them.
 */
public final class GateFileSystem extends RawLocalFileSystem {
  @Override
  public String getScheme() {
    return "gate";
  }

  @Override
  public URI getUri() {
    return URI.create("gate:///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    java.nio.file.Path closed = pathToFile(file).toPath().resolveSibling("closed");
    while (file.getName().equals("gated.jpg") && Files.exists(closed)) {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("waiting at the gate").initCause(e);
      }
    }
    return super.open(file, bufferSize);
  }
}
