package dev.flowers.embedding;

import com.google.protobuf.CodedInputStream;
import dev.flowers.dataset.ClassNames;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.FeatureValues.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What one serialized tf.Example says of an embedding, and where its code is: found by walking the
 * wire format, without making an object of every float. One instance serves a whole file, record
 * after record. Features of other names are passed over.
 *
 * <p>The field numbers are those of TensorFlow's {@code example.proto} and {@code feature.proto}.
 */
final class ExampleLayout {
  private static final int EXAMPLE_FEATURES = 1;
  private static final int FEATURES_ENTRY = 1;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  private static final int NOT_WALKED = -1;

  // Our features, a bit each.
  private static final int NONE = 0;
  private static final int LABEL = 1;
  private static final int CODE = 1 << 1;
  private static final int ID = 1 << 2;
  private static final int MIRRORED = 1 << 3;
  private static final int CLASS = 1 << 4;
  private static final int PATH = 1 << 5;
  private static final int PART = 1 << 6;
  private static final int FILE_BYTES = 1 << 7;
  private static final int FILE_MODIFIED = 1 << 8;

  /** Of a photo's file, where the example does not say it. */
  static final long UNKNOWN = -1;

  private ByteBuffer example = ByteBuffer.allocate(0);
  private int seen;
  private boolean hasLabel;
  private long label;
  private String id = "";
  private String className = "";
  private String path = "";
  private boolean mirrored;
  private Optional<Split.Part> part = Optional.empty();
  private long fileBytes = UNKNOWN;
  private long fileModified = UNKNOWN;
  private ByteBuffer codeFeature = example;
  private int codeStart;
  private int codeBytes;
  private boolean codePacked;

  // The entry being walked: its name may come after its value.
  private final FeatureValues values = new FeatureValues();
  private final WireFields.Visitor exampleFields = this::exampleField;
  private final WireFields.Visitor entries = this::featuresField;
  private final WireFields.Visitor entryFields = this::entryField;
  private final WireFields.Visitor featureFields = values::field;
  private String key = "";
  private int feature;
  private boolean hasValue;
  private int valueStart;
  private int valueBytes;
  // Where the positions that the values have are counted from.
  private int walkedFrom;

  /**
   * Walks one example; what it found is then there to be asked, until the next walk.
   *
   * @param bytes the example: what remains of the buffer, whose position stays
   * @throws MalformedExampleException if the bytes are no tf.Example, have no {@code label} or no
   *     {@code code}, or have one of our features twice, of another type, with several values where
   *     one is expected, or with a text that is not UTF-8
   */
  void scan(ByteBuffer bytes) throws MalformedExampleException {
    example = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    seen = NONE;
    hasLabel = false;
    id = "";
    className = "";
    path = "";
    mirrored = false;
    part = Optional.empty();
    fileBytes = UNKNOWN;
    fileModified = UNKNOWN;
    codeBytes = 0;
    try {
      WireFields.each(WireFields.input(example), exampleFields);
    } catch (MalformedExampleException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedExampleException(
          String.valueOf(e.getMessage()), "a tf.Example with label and code");
    }
    if (!hasLabel) {
      throw new MalformedExampleException(
          "no int64 feature \"label\"", "a tf.Example with label and code");
    }
    if (codeBytes == 0) {
      throw new MalformedExampleException(
          "no float feature \"code\"", "a tf.Example with label and code");
    }
  }

  /** Returns the class index as it stands, unchecked. */
  long label() {
    return label;
  }

  /** Says whether the code is one run of bytes in the example. */
  boolean codePacked() {
    return codePacked;
  }

  /** Returns where the code begins in the example, in bytes, if it is {@link #codePacked}. */
  int codeStart() {
    return codeStart;
  }

  /** Returns the code's length in bytes, 4 a number. */
  int codeBytes() {
    return codeBytes;
  }

  /**
   * Returns the code's little-endian floats: where they are in the example, or a copy if they are
   * not {@linkplain #codePacked packed}.
   */
  ByteBuffer code() throws IOException {
    if (codePacked) {
      return example.slice(codeStart, codeBytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    ByteBuffer copy = ByteBuffer.allocate(codeBytes).order(ByteOrder.LITTLE_ENDIAN);
    FeatureValues.copyFloats(codeFeature, copy);
    return copy.flip();
  }

  /** Returns the photo's id, empty if there is none. */
  String id() {
    return id;
  }

  /** Returns the class name, empty if there is none. */
  String className() {
    return className;
  }

  /** Returns where the photo was, empty if that is not there. */
  String path() {
    return path;
  }

  /** Returns the part that was fixed when the photo was embedded; empty if none was. */
  Optional<Split.Part> part() {
    return part;
  }

  /** Says whether it is the code of a mirror image. */
  boolean mirrored() {
    return mirrored;
  }

  /** Returns the length of the photo's file when it was embedded; {@link #UNKNOWN} if not there. */
  long fileBytes() {
    return fileBytes;
  }

  /** Returns when that file was last written, in milliseconds from 1970; or {@link #UNKNOWN}. */
  long fileModified() {
    return fileModified;
  }

  private void exampleField(CodedInputStream in, int tag) throws IOException {
    if (WireFields.hasLength(tag, EXAMPLE_FEATURES)) {
      WireFields.message(in, entries);
    } else {
      WireFields.skip(in, tag);
    }
  }

  private void featuresField(CodedInputStream in, int tag) throws IOException {
    if (!WireFields.hasLength(tag, FEATURES_ENTRY)) {
      WireFields.skip(in, tag);
      return;
    }
    key = "";
    feature = NONE;
    hasValue = false;
    valueStart = 0;
    valueBytes = 0;
    walkedFrom = NOT_WALKED;
    values.clear();
    WireFields.message(in, entryFields);
    if (feature == NONE) {
      return;
    }
    if ((seen & feature) != 0) {
      // Protobuf takes the last one; which one was meant is not to be known.
      throw new MalformedExampleException("feature \"" + key + "\" twice", "each feature once");
    }
    seen |= feature;
    if (walkedFrom == NOT_WALKED) {
      walkedFrom = valueStart;
      WireFields.each(WireFields.input(example.slice(valueStart, valueBytes)), featureFields);
    }
    if (!values.isEmpty()) {
      take();
    }
  }

  private void entryField(CodedInputStream in, int tag) throws IOException {
    if (WireFields.hasLength(tag, ENTRY_KEY)) {
      key = in.readStringRequireUtf8();
      feature = feature(key);
    } else if (!WireFields.hasLength(tag, ENTRY_VALUE)) {
      WireFields.skip(in, tag);
    } else if (hasValue) {
      throw new MalformedExampleException("two values of one feature", "one");
    } else {
      hasValue = true;
      valueBytes = in.readRawVarint32();
      valueStart = in.getTotalBytesRead();
      if (feature != NONE) {
        int limit = in.pushLimit(valueBytes);
        WireFields.each(in, featureFields);
        in.popLimit(limit);
        walkedFrom = 0;
      } else {
        in.skipRawBytes(valueBytes);
      }
    }
  }

  private static int feature(String name) {
    return switch (name) {
      case Examples.LABEL -> LABEL;
      case Examples.CODE -> CODE;
      case Examples.ID -> ID;
      case Examples.MIRRORED -> MIRRORED;
      case Examples.CLASS -> CLASS;
      case Examples.PATH -> PATH;
      case Examples.PART -> PART;
      case Examples.FILE_BYTES -> FILE_BYTES;
      case Examples.FILE_MODIFIED -> FILE_MODIFIED;
      default -> NONE;
    };
  }

  private void take() throws MalformedExampleException {
    switch (feature) {
      case LABEL -> {
        expect(Kind.INT64);
        hasLabel = true;
        label = values.number(key);
      }
      case MIRRORED -> {
        expect(Kind.INT64);
        mirrored = values.number(key) != 0;
      }
      case FILE_BYTES -> {
        expect(Kind.INT64);
        fileBytes = values.number(key);
      }
      case FILE_MODIFIED -> {
        expect(Kind.INT64);
        fileModified = values.number(key);
      }
      case ID -> id = text();
      case CLASS -> className = text();
      case PATH -> path = text();
      case PART -> part = part(text());
      case CODE -> {
        expect(Kind.FLOAT);
        codeFeature = example.slice(valueStart, valueBytes);
        codePacked = values.isPacked();
        codeStart = walkedFrom + values.floatStart();
        codeBytes = values.floatBytes();
      }
      default -> throw new IllegalStateException(key + " is none of ours");
    }
  }

  private static Optional<Split.Part> part(String text) throws MalformedExampleException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Split.Part> part = Split.Part.named(text);
    if (part.isEmpty()) {
      throw new MalformedExampleException(
          "\"" + Examples.PART + "\" " + ClassNames.quoted(text), Split.Part.NAMES);
    }
    return part;
  }

  private String text() throws MalformedExampleException {
    expect(Kind.BYTES);
    return values.text(key);
  }

  private void expect(Kind expected) throws MalformedExampleException {
    if (values.kind() != expected) {
      throw new MalformedExampleException(
          values.kind() + " as \"" + key + "\"", expected.toString());
    }
  }
}
