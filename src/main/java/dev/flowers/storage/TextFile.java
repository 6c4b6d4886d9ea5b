package dev.flowers.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads text in UTF-8. Unlike the JDK's methods, these name the file whatever fails: {@code
 * Files.readString} says "Input length = 1" about a file that is not UTF-8.
 */
public final class TextFile {
  /** More than any text has that the toolkit reads whole; bounds what a crafted file can cost. */
  static final int MAX_BYTES = 1 << 24;

  private TextFile() {}

  /**
   * Reads a file of up to 16 MB.
   *
   * @throws MalformedFileException if it is larger, or not UTF-8
   * @throws IOException if it cannot be read; the message names it
   */
  public static String read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new MalformedFileException(
          file,
          "found "
              + Math.max(Files.size(file), bytes.length)
              + " bytes, expected at most "
              + MAX_BYTES);
    }
    return decode(file, ByteBuffer.wrap(bytes));
  }

  /** The lines of such a file, without their ends. Throws what {@link #read} does. */
  public static List<String> lines(Path file) throws IOException {
    return read(file).lines().toList();
  }

  /**
   * Opens a file of any size. Reading throws what {@link #read} does, but for the size.
   *
   * @return a reader, to be closed by the caller
   */
  public static Reader reader(Path file) throws IOException {
    Reader strict;
    try {
      strict = new InputStreamReader(Files.newInputStream(file), UTF_8.newDecoder());
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
    return new BufferedReader(new NamingReader(file, strict));
  }

  private static String decode(Path file, ByteBuffer bytes) throws IOException {
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CharsetDecoder decoder = UTF_8.newDecoder();
    CoderResult result = decoder.decode(bytes, text, true);
    if (result.isError()) {
      throw new MalformedFileException(
          file, "found no UTF-8 at byte " + bytes.position() + ", expected text in UTF-8");
    }
    return text.flip().toString();
  }

  /** Names the file in what a decoder or the disk says. */
  private static final class NamingReader extends FilterReader {
    private final Path file;

    NamingReader(Path file, Reader in) {
      super(in);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      char[] one = new char[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
      try {
        return super.read(chars, offset, length);
      } catch (CharacterCodingException e) {
        throw new MalformedFileException(file, "found no UTF-8, expected text in UTF-8", e);
      } catch (IOException e) {
        throw FileErrors.naming(file, e);
      }
    }
  }
}
