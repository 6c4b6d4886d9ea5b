package dev.flowers.trunk.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.flowers.storage.FileErrors;
import dev.flowers.trunk.onnx.OnnxGraph.Range;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Walks through the messages of a protocol buffer without keeping them. Lengths are checked against
 * what there is before anything is read; depth and texts are bounded. Not thread-safe.
 */
final class ProtoReader implements Closeable {
  /** Graphs in nodes in graphs: deeper than any exporter goes. */
  private static final int MAX_DEPTH = 48;

  private static final int MAX_TEXT = 1 << 12;

  private final Path file;
  private final InputStream stream;
  private final CodedInputStream in;
  private final long size;
  private int depth;
  private int tag;
  private long fieldStart;

  ProtoReader(Path file) throws IOException {
    this.file = file;
    size = Files.size(file);
    if (size > Integer.MAX_VALUE) {
      throw new MalformedOnnxException(
          file, "found " + size + " bytes, expected at most 2 GB, which an ONNX file can have");
    }
    stream = Files.newInputStream(file);
    in = CodedInputStream.newInstance(stream);
    in.setSizeLimit(Integer.MAX_VALUE);
  }

  /** Reads one field of a message; what it does not read is passed over. */
  interface Fields {
    /**
     * Reads a field.
     *
     * @param number its number
     * @return false if it was not read
     */
    boolean read(int number) throws IOException;
  }

  /** Walks through the whole file as one message. */
  void root(Fields fields) throws IOException {
    try {
      in.pushLimit((int) size);
      fields(fields);
    } catch (InvalidProtocolBufferException e) {
      throw fault("found a damaged or cut message", "a whole ONNX model", e);
    } catch (MalformedOnnxException e) {
      throw e;
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
  }

  /** Walks through the message that the field is, and says where it is without its tag. */
  Range message(Fields fields) throws IOException {
    requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int length = length();
    if (++depth > MAX_DEPTH) {
      throw fault("found messages in messages", "at most " + MAX_DEPTH + " levels");
    }
    long start = position();
    int limit = in.pushLimit(length);
    long outerStart = fieldStart;
    fields(fields);
    fieldStart = outerStart;
    in.popLimit(limit);
    depth--;
    return new Range(start, start + length);
  }

  private void fields(Fields fields) throws IOException {
    while (!in.isAtEnd()) {
      fieldStart = position();
      tag = in.readTag();
      if (tag == 0) {
        throw fault("found a field without a number", "an ONNX model");
      }
      if (!fields.read(WireFormat.getTagFieldNumber(tag))) {
        skip();
      }
    }
  }

  private void skip() throws IOException {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> in.readRawVarint64();
      case WireFormat.WIRETYPE_FIXED32 -> in.skipRawBytes(Integer.BYTES);
      case WireFormat.WIRETYPE_FIXED64 -> in.skipRawBytes(Long.BYTES);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.skipRawBytes(length());
      default -> throw fault("found a field of a type that ONNX has not", "an ONNX model");
    }
  }

  /** Where the present field begins, with its tag. */
  long fieldStart() {
    return fieldStart;
  }

  /** How far the file has been read. */
  long position() {
    return in.getTotalBytesRead();
  }

  /** Bytes of the file. */
  long size() {
    return size;
  }

  /** The field as a whole number. */
  long number() throws IOException {
    requireType(WireFormat.WIRETYPE_VARINT);
    return in.readRawVarint64();
  }

  /** The field as a text; a long one is refused. */
  String text() throws IOException {
    requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int length = length();
    if (length > MAX_TEXT) {
      throw fault("found a name of " + length + " bytes", "at most " + MAX_TEXT);
    }
    byte[] bytes = in.readRawBytes(length);
    return new String(bytes, UTF_8);
  }

  /** Passes over the field, and says how many bytes it has. */
  int bytes() throws IOException {
    requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int length = length();
    in.skipRawBytes(length);
    return length;
  }

  /** Takes numbers, one or several packed together. */
  interface Numbers {
    /** Takes one. */
    void add(long number) throws IOException;
  }

  /** The field as repeated whole numbers, packed or not. */
  void numbers(Numbers numbers) throws IOException {
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
      numbers.add(in.readRawVarint64());
      return;
    }
    requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int limit = in.pushLimit(length());
    while (!in.isAtEnd()) {
      numbers.add(in.readRawVarint64());
    }
    in.popLimit(limit);
  }

  private int length() throws IOException {
    int length = in.readRawVarint32();
    int left = in.getBytesUntilLimit();
    if (length < 0 || length > left) {
      throw fault(
          "found a field of " + Integer.toUnsignedString(length) + " bytes",
          "at most the " + left + " that its message has left; the file is cut or damaged");
    }
    return length;
  }

  private void requireType(int type) throws MalformedOnnxException {
    if (WireFormat.getTagWireType(tag) != type) {
      throw fault(
          "found field "
              + WireFormat.getTagFieldNumber(tag)
              + " of wire type "
              + WireFormat.getTagWireType(tag),
          "wire type " + type + ", as an ONNX model has it there");
    }
  }

  /** An error at this place of the file. */
  MalformedOnnxException fault(String found, String expected) {
    return new MalformedOnnxException(
        file, "byte " + fieldStart + ": " + found + ", expected " + expected);
  }

  private MalformedOnnxException fault(String found, String expected, IOException cause) {
    return new MalformedOnnxException(
        file, "byte " + fieldStart + ": " + found + ", expected " + expected, cause);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
