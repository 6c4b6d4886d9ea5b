package dev.flowers.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file whole or not at all, also if the machine stops: the content goes under another name
 * beside it, is forced to the disk and renamed, and the directory is forced.
 *
 * <p>Two that write one file at once do not disturb each other; the later one's content stays.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param out buffered; closing it does nothing
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes text in UTF-8, replacing a file that is there.
   *
   * @throws IOException if it cannot be written; the message names the file
   */
  public static void write(Path target, String text) throws IOException {
    byte[] bytes;
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
    } catch (CharacterCodingException e) {
      throw new MalformedFileException(
          target, "found half a surrogate pair in what is to be written, expected Unicode", e);
    }
    write(target, bytes);
  }

  /** The same with bytes. */
  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, out -> out.write(bytes));
  }

  /** The same with content that need not be in memory at once. */
  public static void write(Path target, Content content) throws IOException {
    Path partial =
        target.resolveSibling(
            "."
                + target.getFileName()
                + AtomicDirectory.PARTIAL
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    boolean replaced = false;
    try {
      try (FileChannel channel = create(target, partial)) {
        OutputStream out = new BufferedOutputStream(new NamingStream(target, channel));
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      rename(partial, target);
      replaced = true;
    } finally {
      if (!replaced) {
        Files.deleteIfExists(partial);
      }
    }
  }

  /**
   * Gives a complete file its name: forces it, renames it, and forces the directory.
   *
   * @param partial the file, on the same disk and not open for writing
   * @param target replaced if it is there
   */
  public static void replace(Path partial, Path target) throws IOException {
    force(partial);
    rename(partial, target);
  }

  /**
   * The same for a file that has been forced already, as one must be that is open and locked: Linux
   * drops a process's lock on a file when the process closes any channel to it.
   */
  public static void rename(Path partial, Path target) throws IOException {
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw renamed(target, e);
    }
    forceDirectory(target.toAbsolutePath().getParent());
  }

  static Path force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
      return file;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
  }

  /** As far as it can be: Windows and some network file systems do not open directories. */
  static void forceDirectory(@Nullable Path directory) {
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // renamed all the same, and as durable as this file system makes it
    }
  }

  private static FileChannel create(Path target, Path partial) throws IOException {
    try {
      return FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw renamed(target, e);
    }
  }

  /** What is said about the partial file is meant for the target, which is what people know. */
  private static FileSystemException renamed(Path target, FileSystemException failure) {
    FileSystemException renamed;
    if (failure instanceof NoSuchFileException) {
      renamed = new NoSuchFileException(target.toString());
    } else if (failure instanceof AccessDeniedException) {
      renamed = new AccessDeniedException(target.toString());
    } else {
      renamed = new FileSystemException(target.toString(), null, FileErrors.reason(failure));
    }
    renamed.initCause(failure);
    return renamed;
  }

  /** Names the file when the disk is full, and stays open for {@code force}. */
  private static final class NamingStream extends OutputStream {
    private final Path target;
    private final FileChannel channel;

    NamingStream(Path target, FileChannel channel) {
      this.target = target;
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException e) {
        throw FileErrors.naming(target, e);
      }
    }
  }
}
