package dev.flowers.download;

import dev.flowers.storage.AtomicDirectory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks archives that are not trusted. */
public final class Archive {
  private Archive() {}

  /**
   * Unpacks a {@code .tar.gz} into a directory, unless that is there already. It appears when it is
   * complete and on the disk, see {@link AtomicDirectory}; a second run that unpacks into the same
   * directory waits for the first. If the archive holds one folder and nothing beside it, then what
   * is in that folder becomes what is in the directory.
   *
   * <p>Only plain files and folders are unpacked, under names that stay inside the directory; no
   * link, no device, no sparse file, no name twice. Owners, permissions and times are not taken
   * over.
   *
   * @param archive the file
   * @param directory the directory to be; an empty one counts as not there
   * @param maxBytes how many bytes the files may have together
   * @param maxEntries how many files and folders there may be
   * @param progress hears how many bytes of the archive have been read, of how many
   * @throws dev.flowers.storage.InvalidInputException if the archive is damaged, empty, holds
   *     anything else than described above, or more than allowed; the directory is then not made
   * @throws IOException if the archive cannot be read or the directory cannot be written
   */
  public static void extractTarGz(
      Path archive, Path directory, long maxBytes, long maxEntries, DownloadProgress progress)
      throws IOException {
    Path target = directory.toAbsolutePath();
    if (Files.isDirectory(target) && !children(target).isEmpty()) {
      return;
    }
    try (AtomicDirectory written = AtomicDirectory.waitFor(target)) {
      if (Files.isDirectory(target) && !children(target).isEmpty()) {
        return; // by whoever was waited for
      }
      Path partial = written.partial();
      try (InputStream file = new Watched(archive, progress);
          GzipCompressorInputStream gzip = gunzip(archive, file)) {
        MeteredStream metered = new MeteredStream(gzip);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(metered)) {
          new Unpacking(archive, partial, maxBytes, maxEntries).run(tar, metered);
        }
      }
      written.complete(withoutSingleFolder(partial));
    }
  }

  private static GzipCompressorInputStream gunzip(Path archive, InputStream file)
      throws IOException {
    try {
      // Several gzip streams in a row are one file, as gzip itself sees it.
      return new GzipCompressorInputStream(file, true);
    } catch (IOException e) {
      throw new ArchiveException(
          archive, "found no gzip header, expected a .tar.gz (" + e.getMessage() + ")", e);
    }
  }

  private static Path withoutSingleFolder(Path directory) throws IOException {
    List<Path> children = children(directory);
    return children.size() == 1 && Files.isDirectory(children.get(0)) ? children.get(0) : directory;
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    }
    return children;
  }

  /** The archive's bytes, reported as they are read. */
  private static final class Watched extends FilterInputStream {
    private final DownloadProgress progress;
    private final long size;
    private long done;

    Watched(Path archive, DownloadProgress progress) throws IOException {
      super(Files.newInputStream(archive));
      this.progress = progress;
      this.size = Files.size(archive);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      report(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      report(Math.max(count, 0));
      return count;
    }

    private void report(int count) {
      done += count;
      progress.bytes(done, size);
    }
  }
}
