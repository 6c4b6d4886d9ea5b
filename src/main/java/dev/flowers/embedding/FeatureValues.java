package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The values of one serialized tf.Feature, collected field by field. One instance serves feature
 * after feature.
 *
 * <p>Protobuf allows a list of numbers in one packed piece, as nearly all writers have it, in
 * several pieces, or number by number.
 */
final class FeatureValues {
  /** The three lists that a feature may have. */
  enum Kind {
    NONE("no list"),
    BYTES("a bytes list"),
    FLOAT("a float list"),
    INT64("an int64 list");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** Gets where each piece of a float list is. */
  private interface Pieces {
    void add(int start, int bytes);
  }

  private static final int FEATURE_BYTES = 1;
  private static final int FEATURE_FLOATS = 2;
  private static final int FEATURE_INT64S = 3;
  private static final int LIST_VALUE = 1;

  // What Java puts in the place of bytes that are not UTF-8.
  private static final char REPLACEMENT = '\ufffd';

  // Made once: each record of each file comes here.
  private final WireFields.Visitor texts = this::text;
  private final WireFields.Visitor numbers = this::numbers;
  private final Pieces pieces = this::addFloats;
  private final WireFields.Visitor floats = (in, tag) -> floats(in, tag, pieces);

  private Kind kind = Kind.NONE;
  // Of texts and whole numbers, whose first is kept.
  private int count;
  private byte[] firstText = {};
  private long number;
  private int floatPieces;
  private int floatStart;
  private int floatBytes;

  /** Forgets the feature before. */
  void clear() {
    kind = Kind.NONE;
    count = 0;
    floatPieces = 0;
    floatBytes = 0;
  }

  /**
   * Reads or skips one field of a feature.
   *
   * @throws IOException if the bytes are no tf.Feature, or one with several lists
   */
  void field(CodedInputStream in, int tag) throws IOException {
    if (WireFields.hasLength(tag, FEATURE_BYTES)) {
      begin(Kind.BYTES);
      WireFields.message(in, texts);
    } else if (WireFields.hasLength(tag, FEATURE_FLOATS)) {
      begin(Kind.FLOAT);
      WireFields.message(in, floats);
    } else if (WireFields.hasLength(tag, FEATURE_INT64S)) {
      begin(Kind.INT64);
      WireFields.message(in, numbers);
    } else {
      WireFields.skip(in, tag);
    }
  }

  /** Returns which list the feature has. */
  Kind kind() {
    return kind;
  }

  /** Says whether there is no value. */
  boolean isEmpty() {
    return count == 0 && floatBytes == 0;
  }

  /**
   * Returns the one whole number.
   *
   * @param name what the feature is called
   * @throws MalformedExampleException if there are several
   */
  long number(String name) throws MalformedExampleException {
    checkOne(name);
    return number;
  }

  /**
   * Returns the one text.
   *
   * @param name what the feature is called
   * @throws MalformedExampleException if there are several, or it is not UTF-8
   */
  String text(String name) throws MalformedExampleException {
    checkOne(name);
    String decoded = new String(firstText, UTF_8);
    if (decoded.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(decoded.getBytes(UTF_8), firstText)) {
      throw new MalformedExampleException("bytes that are not UTF-8 in \"" + name + "\"", "UTF-8");
    }
    return decoded;
  }

  /** Returns how many bytes the floats have. */
  int floatBytes() {
    return floatBytes;
  }

  /** Says whether the floats are in one piece. */
  boolean isPacked() {
    return floatPieces == 1;
  }

  /** Returns where the first piece of floats begins in the input that was read, in bytes. */
  int floatStart() {
    return floatStart;
  }

  /**
   * Copies the floats of a feature that was walked before, piece by piece.
   *
   * @param target gets them, little-endian, at its position
   */
  static void copyFloats(ByteBuffer feature, ByteBuffer target) throws IOException {
    WireFields.each(
        WireFields.input(feature),
        (in, tag) -> {
          if (WireFields.hasLength(tag, FEATURE_FLOATS)) {
            WireFields.message(
                in,
                (list, value) ->
                    floats(list, value, (start, bytes) -> target.put(feature.slice(start, bytes))));
          } else {
            WireFields.skip(in, tag);
          }
        });
  }

  private void begin(Kind found) throws MalformedExampleException {
    if (kind != Kind.NONE) {
      throw new MalformedExampleException(
          kind + " and then " + found + " in one feature", "one list");
    }
    kind = found;
  }

  private void checkOne(String name) throws MalformedExampleException {
    if (count != 1) {
      throw new MalformedExampleException(count + " values in \"" + name + "\"", "one");
    }
  }

  private void text(CodedInputStream in, int tag) throws IOException {
    if (!WireFields.hasLength(tag, LIST_VALUE)) {
      WireFields.skip(in, tag);
    } else if (count++ == 0) {
      firstText = in.readByteArray();
    } else {
      WireFields.skip(in, tag);
    }
  }

  private void numbers(CodedInputStream in, int tag) throws IOException {
    if (WireFields.hasLength(tag, LIST_VALUE)) {
      int limit = in.pushLimit(in.readRawVarint32());
      while (!in.isAtEnd()) {
        addNumber(in.readInt64());
      }
      in.popLimit(limit);
    } else if (tag == (LIST_VALUE << 3 | WireFormat.WIRETYPE_VARINT)) {
      addNumber(in.readInt64());
    } else {
      WireFields.skip(in, tag);
    }
  }

  private void addNumber(long value) {
    if (count++ == 0) {
      number = value;
    }
  }

  private void addFloats(int start, int bytes) {
    if (floatPieces++ == 0) {
      floatStart = start;
    }
    floatBytes += bytes;
  }

  private static void floats(CodedInputStream in, int tag, Pieces pieces) throws IOException {
    int bytes;
    if (WireFields.hasLength(tag, LIST_VALUE)) {
      bytes = in.readRawVarint32();
    } else if (tag == (LIST_VALUE << 3 | WireFormat.WIRETYPE_FIXED32)) {
      bytes = Float.BYTES;
    } else {
      WireFields.skip(in, tag);
      return;
    }
    if (bytes % Float.BYTES != 0) {
      throw new MalformedExampleException(
          "a piece of " + bytes + " bytes in a float list", "4 bytes a number");
    }
    int start = in.getTotalBytesRead();
    in.skipRawBytes(bytes);
    if (bytes > 0) {
      pieces.add(start, bytes);
    }
  }
}
