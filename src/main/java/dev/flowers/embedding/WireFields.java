package dev.flowers.embedding;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks over protobuf's wire format, a field at a time. */
final class WireFields {
  /** Gets each field's tag and reads or skips the field. */
  interface Visitor {
    void visit(CodedInputStream in, int tag) throws IOException;
  }

  private WireFields() {}

  /** Returns an input of what remains of a buffer, whose position stays. */
  static CodedInputStream input(ByteBuffer bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes.duplicate());
    // Protobuf sets this limit for arrays alone. Without it a message may have a length that goes
    // beyond the end of a direct buffer.
    in.pushLimit(bytes.remaining());
    return in;
  }

  /** Visits the fields up to the end of the input or of the message that it is limited to. */
  static void each(CodedInputStream in, Visitor visitor) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      visitor.visit(in, tag);
    }
  }

  /** Reads the length of a message, and visits its fields. */
  static void message(CodedInputStream in, Visitor visitor) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    each(in, visitor);
    in.popLimit(limit);
  }

  /** Passes over a field that nobody asked for. */
  static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("the end of a group that has no beginning");
    }
  }

  /** Says whether a tag is that of a field with a length: a message, text, or a packed list. */
  static boolean hasLength(int tag, int field) {
    return tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }
}
