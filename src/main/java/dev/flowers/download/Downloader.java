package dev.flowers.download;

import dev.flowers.storage.FileDigest;
import dev.flowers.storage.Quantity;
import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Downloads files. A file appears under its name only when it is complete and verified. What an
 * interrupted run has downloaded is kept in {@code target.partial}, and the next run resumes there.
 *
 * <p>http and https go through the JVM's proxy ({@code http.proxyHost}, {@code https.proxyHost},
 * {@code http.nonProxyHosts}). Redirects are followed, though never from https to http. Time-outs,
 * cut connections and statuses 408, 425, 429 and 5xx are tried again: five times in a row without a
 * new byte, after 1 s to 2 min.
 *
 * <p>Safe for several threads; one target has one download at a time.
 */
public final class Downloader {
  private final DownloadOptions options;
  private final Backoff backoff;

  /** A downloader with the time-outs and retries that are right for large files. */
  public Downloader() {
    this(DownloadOptions.standard());
  }

  /** A downloader with other time-outs and retries. */
  Downloader(DownloadOptions options) {
    this(options, new Backoff(options, new SecureRandom(), d -> Thread.sleep(d.toMillis())));
  }

  Downloader(DownloadOptions options, Backoff backoff) {
    this.options = options;
    this.backoff = backoff;
  }

  /**
   * Sees to it that a file is there: fetches it, unless it is there already. Beside it is then
   * {@code target.json} with its size and SHA-256.
   *
   * <p>A file that is there is read only if its size or time differ from those in {@code
   * target.json}, as when it was placed by hand; it is never overwritten.
   *
   * @param source what to fetch
   * @param target the file to be; its directory is made
   * @param progress hears of each piece
   * @return {@code target}
   * @throws IOException if the file cannot be had, or has another size or checksum than the source
   *     says or, where it says none, than it had when it came; or if another run is downloading it;
   *     if it cannot be written, as when the disk is full
   */
  public Path fetch(Source source, Path target, DownloadProgress progress) throws IOException {
    Path file = target.toAbsolutePath();
    if (Files.exists(file)) {
      requireSame(source, file);
      return target;
    }
    Files.createDirectories(directory(file));
    try (PartialFile partial = PartialFile.open(file)) {
      if (Files.exists(file)) { // another run has just completed it
        partial.drop();
        requireSame(source, file);
        return target;
      }
      if (source.isLocal()) {
        copy(source, file, partial, progress);
      } else {
        new HttpFetch(source, file, partial, options, backoff, progress).run();
      }
      complete(source, file, partial);
    }
    return target;
  }

  /**
   * Reads a whole file, and compares it with {@code target.json}.
   *
   * @param target a file that {@link #fetch} has returned
   * @throws IOException if it is not what it was then, there is no record of it, or it cannot be
   *     read
   */
  public void verify(Path target) throws IOException {
    Path file = target.toAbsolutePath();
    FileRecord known =
        FileRecord.read(file)
            .orElseThrow(
                () ->
                    new DownloadException(
                        file + ": found no record of it, expected " + FileRecord.beside(file)));
    requireSame(OptionalLong.of(known.size()), Optional.of(known.sha256()), Optional.empty(), file);
  }

  /**
   * Deletes a fetched file and the record of it, so that the next call fetches anew: for one of
   * which no checksum is published, and whose content turned out to be of no use.
   *
   * @throws IOException if it cannot be deleted
   */
  public static void discard(Path target) throws IOException {
    Path file = target.toAbsolutePath();
    Files.deleteIfExists(FileRecord.beside(file));
    Files.deleteIfExists(file);
  }

  private static Path directory(Path file) {
    Path directory = file.getParent();
    if (directory == null) {
      throw new IllegalArgumentException(file + ": expected the path of a file");
    }
    return directory;
  }

  private static void copy(
      Source source, Path target, PartialFile partial, DownloadProgress progress)
      throws IOException {
    Path from = source.path();
    if (!Files.isRegularFile(from)) {
      throw DownloadException.of(source, target, "there is no such file", null);
    }
    long size = Files.size(from);
    requireSize(source, target, size);
    partial.restart(
        new PartialState(
            source.address().toString(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
    partial.requireSpace(size);
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(from)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        partial.append(buffer, count);
        progress.bytes(partial.length(), size);
      }
    }
  }

  private static void complete(Source source, Path target, PartialFile partial) throws IOException {
    String found = partial.sha256();
    boolean complete = false;
    try {
      requireSize(source, target, partial.length());
      if (!found.equals(source.sha256().orElse(found))) {
        throw DownloadException.of(
            source, target, "found SHA-256 " + found + ", expected " + source.sha256().get(), null);
      }
      if (source.md5().isPresent()) {
        String md5 = FileDigest.md5(partial.path());
        if (!md5.equals(source.md5().get())) {
          throw DownloadException.of(
              source, target, "found MD5 " + md5 + ", expected " + source.md5().get(), null);
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        partial.discard();
      }
    }
    partial.complete(source.address().toString(), found);
  }

  private static void requireSize(Source source, Path target, long found) throws DownloadException {
    if (source.size().orElse(found) != found) {
      throw DownloadException.of(
          source,
          target,
          "found " + Quantity.of(found, "byte") + ", expected " + source.size().getAsLong(),
          null);
    }
  }

  /** Holds a file that is there against what is published, or was written down when it came. */
  private static void requireSame(Source source, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DownloadException(file + ": found a directory, expected a file or nothing");
    }
    Optional<FileRecord> known = FileRecord.read(file);
    OptionalLong size = source.size();
    Optional<String> sha256 = source.sha256();
    if (known.isPresent()) {
      size = size.isPresent() ? size : OptionalLong.of(known.get().size());
      sha256 = sha256.or(() -> known.map(FileRecord::sha256));
      if (known.get().size() == Files.size(file)
          && known.get().modified() == FileRecord.modified(file)
          && size.getAsLong() == known.get().size()
          && sha256.equals(Optional.of(known.get().sha256()))) {
        return;
      }
    }
    String found = requireSame(size, sha256, source.md5(), file);
    String address = known.map(FileRecord::address).orElse(source.address().toString());
    new FileRecord(address, Files.size(file), found, FileRecord.modified(file)).write(file);
  }

  private static String requireSame(
      OptionalLong size, Optional<String> sha256, Optional<String> md5, Path file)
      throws IOException {
    String remedy = "; it was changed or is another file: move it away, and it is fetched again";
    long length = Files.size(file);
    if (size.orElse(length) != length) {
      throw new DownloadException(
          file
              + ": found "
              + Quantity.of(length, "byte")
              + ", expected "
              + size.getAsLong()
              + remedy);
    }
    String found = Sha256.of(file);
    if (!found.equals(sha256.orElse(found))) {
      throw new DownloadException(
          file + ": found SHA-256 " + found + ", expected " + sha256.get() + remedy);
    }
    if (md5.isPresent()) {
      String foundMd5 = FileDigest.md5(file);
      if (!foundMd5.equals(md5.get())) {
        throw new DownloadException(
            file + ": found MD5 " + foundMd5 + ", expected " + md5.get() + remedy);
      }
    }
    return found;
  }
}
