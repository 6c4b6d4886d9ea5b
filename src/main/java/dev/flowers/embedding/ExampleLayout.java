package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where things are in one serialized tf.Example: found by walking the wire format, without making
 * an object of every float. One instance serves a whole file, record after record.
 *
 * <p>The field numbers are those of TensorFlow's {@code example.proto} and {@code feature.proto}.
 */
final class ExampleLayout {
  private static final int EXAMPLE_FEATURES = 1;
  private static final int FEATURES_ENTRY = 1;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int FEATURE_BYTES = 1;
  private static final int FEATURE_FLOATS = 2;
  private static final int FEATURE_INT64S = 3;
  private static final int LIST_VALUE = 1;

  private boolean hasLabel;
  private long label;
  private int codeStart;
  private int codeBytes;
  private String id = "";
  private String className = "";
  private boolean mirrored;

  // The feature being walked: its name may come after its value.
  private String key = "";
  private byte[] text = {};
  private boolean hasNumber;
  private long number;
  private int floatsStart;
  private int floatsBytes;

  /**
   * Walks one example; what it found is then there to be asked.
   *
   * @throws IOException if the bytes are no tf.Example, or one without {@code label} or {@code
   *     code}; the message says what was found
   */
  void scan(ByteBuffer example) throws IOException {
    hasLabel = false;
    codeBytes = 0;
    id = "";
    className = "";
    mirrored = false;
    CodedInputStream in = CodedInputStream.newInstance(example);
    forEachField(in, this::exampleField);
    in.checkLastTagWas(0);
    if (!hasLabel) {
      throw new IOException("no int64 feature \"label\"");
    }
    if (codeBytes == 0) {
      throw new IOException("no float feature \"code\"");
    }
  }

  /** Returns the class index as it stands, unchecked. */
  long label() {
    return label;
  }

  /**
   * Returns where the packed little-endian floats of the embedding begin in the example, in bytes.
   */
  int codeStart() {
    return codeStart;
  }

  /** Returns the embedding's length in bytes. */
  int codeBytes() {
    return codeBytes;
  }

  /** Returns the photo's id, empty if there is none. */
  String id() {
    return id;
  }

  /** Returns the class name, empty if there is none. */
  String className() {
    return className;
  }

  /** Says whether it is the embedding of a mirror image. */
  boolean mirrored() {
    return mirrored;
  }

  private void exampleField(CodedInputStream in, int tag) throws IOException {
    if (isMessage(tag, EXAMPLE_FEATURES)) {
      message(in, this::featuresField);
    } else {
      in.skipField(tag);
    }
  }

  private void featuresField(CodedInputStream in, int tag) throws IOException {
    if (!isMessage(tag, FEATURES_ENTRY)) {
      in.skipField(tag);
      return;
    }
    key = "";
    text = new byte[0];
    hasNumber = false;
    floatsBytes = 0;
    message(in, this::entryField);
    switch (key) {
      case Examples.LABEL -> {
        hasLabel = hasNumber;
        label = number;
      }
      case Examples.CODE -> {
        codeStart = floatsStart;
        codeBytes = floatsBytes;
      }
      case Examples.ID -> id = new String(text, UTF_8);
      case Examples.MIRRORED -> mirrored = hasNumber && number != 0;
      case Examples.CLASS -> className = new String(text, UTF_8);
      default -> {}
    }
  }

  private void entryField(CodedInputStream in, int tag) throws IOException {
    if (isMessage(tag, ENTRY_KEY)) {
      key = in.readStringRequireUtf8();
    } else if (isMessage(tag, ENTRY_VALUE)) {
      message(in, this::featureField);
    } else {
      in.skipField(tag);
    }
  }

  private void featureField(CodedInputStream in, int tag) throws IOException {
    if (isMessage(tag, FEATURE_BYTES)) {
      message(in, this::bytesField);
    } else if (isMessage(tag, FEATURE_FLOATS)) {
      message(in, this::floatsField);
    } else if (isMessage(tag, FEATURE_INT64S)) {
      message(in, this::int64sField);
    } else {
      in.skipField(tag);
    }
  }

  private void bytesField(CodedInputStream in, int tag) throws IOException {
    if (isMessage(tag, LIST_VALUE)) {
      text = in.readByteArray();
    } else {
      in.skipField(tag);
    }
  }

  private void floatsField(CodedInputStream in, int tag) throws IOException {
    if (!isMessage(tag, LIST_VALUE)) {
      // Every writer of tf.Example packs its floats. Unpacked ones would have no single place.
      throw new IOException("a float list that is not packed");
    }
    if (floatsBytes != 0) {
      throw new IOException("a float list in several pieces");
    }
    floatsBytes = in.readRawVarint32();
    floatsStart = in.getTotalBytesRead();
    if (floatsBytes % Float.BYTES != 0) {
      throw new IOException("a float list of %d bytes".formatted(floatsBytes));
    }
    in.skipRawBytes(floatsBytes);
  }

  private void int64sField(CodedInputStream in, int tag) throws IOException {
    if (hasNumber) {
      in.skipField(tag);
    } else if (isMessage(tag, LIST_VALUE)) {
      message(in, this::packedInt64s);
    } else {
      number = in.readInt64();
      hasNumber = true;
    }
  }

  private void packedInt64s(CodedInputStream in) throws IOException {
    while (!in.isAtEnd()) {
      long value = in.readInt64();
      if (!hasNumber) {
        number = value;
        hasNumber = true;
      }
    }
  }

  private static boolean isMessage(int tag, int field) {
    return tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  private static void message(CodedInputStream in, FieldWalk walk) throws IOException {
    message(in, (Walk) inner -> forEachField(inner, walk));
  }

  private static void message(CodedInputStream in, Walk walk) throws IOException {
    int length = in.readRawVarint32();
    int limit = in.pushLimit(length);
    walk.accept(in);
    if (!in.isAtEnd()) {
      throw new InvalidProtocolBufferException("a message that ends before its length");
    }
    in.popLimit(limit);
  }

  private static void forEachField(CodedInputStream in, FieldWalk walk) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      walk.accept(in, tag);
    }
  }

  private interface Walk {
    void accept(CodedInputStream in) throws IOException;
  }

  private interface FieldWalk {
    void accept(CodedInputStream in, int tag) throws IOException;
  }
}
