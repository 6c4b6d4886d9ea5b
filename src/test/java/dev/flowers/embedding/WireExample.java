package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Serialized tf.Examples field by field, as other programs may write them and ours does not. */
final class WireExample {
  private WireExample() {}

  static byte[] example(byte[]... entries) throws IOException {
    return field(1, entries);
  }

  static byte[] entry(String name, byte[] feature) throws IOException {
    return field(1, field(1, name.getBytes(UTF_8)), field(2, feature));
  }

  /** A feature of texts. */
  static byte[] texts(byte[]... texts) throws IOException {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (byte[] text : texts) {
      list.write(field(1, text));
    }
    return field(1, list.toByteArray());
  }

  static byte[] text(String text) throws IOException {
    return texts(text.getBytes(UTF_8));
  }

  /** A feature of whole numbers in one packed piece. */
  static byte[] numbers(long... numbers) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    CodedOutputStream output = CodedOutputStream.newInstance(packed);
    for (long number : numbers) {
      output.writeUInt64NoTag(number);
    }
    output.flush();
    return field(3, field(1, packed.toByteArray()));
  }

  /** A feature of whole numbers, number by number. */
  static byte[] unpackedNumbers(long... numbers) throws IOException {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    CodedOutputStream output = CodedOutputStream.newInstance(list);
    for (long number : numbers) {
      output.writeUInt64(1, number);
    }
    output.flush();
    return field(3, list.toByteArray());
  }

  /** A feature of floats that other methods made pieces of. */
  static byte[] floats(byte[]... pieces) throws IOException {
    return field(2, pieces);
  }

  static byte[] packed(float... numbers) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return field(1, bytes.array());
  }

  static byte[] unpacked(float... numbers) throws IOException {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    CodedOutputStream output = CodedOutputStream.newInstance(list);
    for (float number : numbers) {
      output.writeFloat(1, number);
    }
    output.flush();
    return list.toByteArray();
  }

  /** A field with a length, of bytes one after another. */
  static byte[] field(int number, byte[]... parts) throws IOException {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    CodedOutputStream output = CodedOutputStream.newInstance(field);
    output.writeBytes(number, ByteString.copyFrom(join(parts)));
    output.flush();
    return field.toByteArray();
  }

  static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.write(part);
    }
    return content.toByteArray();
  }
}
