package dev.flowers.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Makes the jar for {@code spark-submit} of the shaded one and the jars of natives: {@code OUT
 * SHADED DIRECTORY PATTERN}. Entries are copied as they are compressed: to compress TensorFlow's
 * 630 MB again, as shading does, takes most of a minute.
 */
final class SparkJar {
  private SparkJar() {}

  public static void main(String[] args) throws IOException {
    List<Path> jars = new ArrayList<>(List.of(Path.of(args[1])));
    try (DirectoryStream<Path> natives = Files.newDirectoryStream(Path.of(args[2]), args[3])) {
      natives.forEach(jars::add);
    }
    if (jars.size() == 1) {
      throw new IOException(args[2] + ": found no " + args[3] + ", expected the natives");
    }
    Set<String> names = new HashSet<>();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(Path.of(args[0]))) {
      for (Path jar : jars) {
        try (ZipFile in = ZipFile.builder().setPath(jar).get()) {
          for (ZipArchiveEntry entry : java.util.Collections.list(in.getEntriesInPhysicalOrder())) {
            if (names.add(entry.getName()) && !entry.getName().startsWith("META-INF/maven/")) {
              try (InputStream raw = in.getRawInputStream(entry)) {
                out.addRawArchiveEntry(entry, raw);
              }
            }
          }
        }
      }
    }
  }
}
