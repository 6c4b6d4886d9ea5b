package dev.flowers.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** One unpacking of one tar into an empty directory. */
final class Unpacking {
  /** Names are some hundred bytes; whoever sends megabytes of them wants our memory. */
  private static final long HEADER_BYTES = 1 << 16;

  /** A tar is padded to a block, which is 10 kB mostly and a megabyte at most. */
  private static final long PADDING_BYTES = 1 << 20;

  /** Separators of Windows, drives and streams of NTFS, control characters. */
  private static final Pattern UNSAFE = Pattern.compile("[\\\\:\\p{Cntrl}]");

  private final Path archive;
  private final Path directory;
  private final long maxBytes;
  private final long maxEntries;
  private final byte[] buffer = new byte[1 << 16];
  private long bytes;
  private long entries;

  Unpacking(Path archive, Path directory, long maxBytes, long maxEntries) {
    this.archive = archive;
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
  }

  /** Reads to the very end, for the checksum of the gzip comes last. */
  void run(TarArchiveInputStream tar, MeteredStream metered) throws IOException {
    TarArchiveEntry entry = next(tar, metered);
    while (entry != null) {
      unpack(entry, tar, metered);
      entry = next(tar, metered);
    }
    if (entries == 0) {
      throw unexpected("found no file in it, expected a tar", null);
    }
    try {
      metered.allow(PADDING_BYTES);
      while (metered.read(buffer, 0, buffer.length) >= 0) {
        // Padding.
      }
    } catch (IOException e) {
      throw unexpected("is damaged after its last entry (" + e.getMessage() + ")", e);
    }
  }

  private @Nullable TarArchiveEntry next(TarArchiveInputStream tar, MeteredStream metered)
      throws IOException {
    metered.allow(HEADER_BYTES);
    try {
      return tar.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      throw unexpected("is damaged after " + entries + " entries (" + e.getMessage() + ")", e);
    }
  }

  private void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, MeteredStream metered)
      throws IOException {
    String name = entry.getName();
    if (++entries > maxEntries) {
      throw unexpected(
          "found more than " + maxEntries + " entries, the most that is allowed", null);
    }
    if (!entry.isCheckSumOK()) {
      throw unexpected(
          "is damaged: the header of entry " + entries + " has a wrong checksum", null);
    }
    Path path = inside(name);
    boolean folder = entry.isDirectory();
    if (!folder && !plain(entry)) {
      throw unexpected("found " + name + ", " + kind(entry) + ", expected files and folders", null);
    }
    try {
      if (folder) {
        Files.createDirectories(path);
      } else {
        Files.createDirectories(path.getParent());
        write(entry, path, tar, metered);
      }
    } catch (FileAlreadyExistsException e) {
      throw unexpected("found " + name + " twice", e);
    }
  }

  private void write(
      TarArchiveEntry entry, Path path, TarArchiveInputStream tar, MeteredStream metered)
      throws IOException {
    if (entry.getSize() > maxBytes - bytes) {
      throw unexpected(
          "found more than " + maxBytes + " bytes of files, the most that is allowed", null);
    }
    bytes += entry.getSize();
    metered.allow(entry.getSize());
    try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      for (int count = read(entry, tar); count >= 0; count = read(entry, tar)) {
        out.write(buffer, 0, count);
      }
    }
  }

  private int read(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    try {
      return tar.read(buffer);
    } catch (IOException e) {
      throw unexpected("is damaged in " + entry.getName() + " (" + e.getMessage() + ")", e);
    }
  }

  private Path inside(String name) throws ArchiveException {
    boolean upwards = false;
    for (String part : name.split("/", -1)) {
      upwards |= part.equals("..");
    }
    Path path;
    try {
      path = directory.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw unexpected("found entry \"" + name + "\", which is no path here", e);
    }
    if (upwards
        || name.isEmpty()
        || name.startsWith("/")
        || UNSAFE.matcher(name).find()
        || !path.startsWith(directory)) {
      throw unexpected("found entry \"" + name + "\", expected a path that stays inside", null);
    }
    return path;
  }

  private static boolean plain(TarArchiveEntry entry) {
    // Not isFile(): it says yes to whatever is no folder.
    byte flag = entry.getLinkFlag();
    return (flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM) && !entry.isSparse();
  }

  private static String kind(TarArchiveEntry entry) {
    if (entry.isSymbolicLink() || entry.isLink()) {
      return "a link to " + entry.getLinkName();
    }
    if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      return "a device";
    }
    return entry.isSparse() ? "a sparse file" : "an entry of type " + (char) entry.getLinkFlag();
  }

  private ArchiveException unexpected(String trouble, @Nullable Exception cause) {
    return new ArchiveException(archive, trouble, cause);
  }
}
