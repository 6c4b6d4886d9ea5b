package dev.flowers.trunk.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol buffer message under construction. It knows its length, which stands before it in an
 * outer message, without holding the bytes of what is large.
 */
final class ProtoMessage implements Content {
  private static final int LONGEST_VARINT = 10;

  private final List<Content> parts = new ArrayList<>();
  private long length;

  /** Adds a whole number. */
  ProtoMessage number(int field, long number) {
    tag(field, WireFormat.WIRETYPE_VARINT);
    return varint(number);
  }

  /** Adds a text. */
  ProtoMessage text(int field, String text) {
    return content(field, Content.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** Adds bytes, or a message. */
  ProtoMessage content(int field, Content content) {
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    return varint(content.length()).raw(content);
  }

  /** Adds fields that are written already, with their tags. */
  ProtoMessage raw(Content fields) {
    parts.add(fields);
    length += fields.length();
    return this;
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private ProtoMessage varint(long number) {
    byte[] bytes = new byte[LONGEST_VARINT];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt64NoTag(number);
    } catch (IOException e) {
      throw new AssertionError("the longest fits", e);
    }
    return raw(Content.of(ByteBuffer.wrap(bytes, 0, out.getTotalBytesWritten())));
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (Content part : parts) {
      part.writeTo(out);
    }
  }
}
