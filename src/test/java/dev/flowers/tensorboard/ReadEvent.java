package dev.flowers.tensorboard;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * An event, read by what is published of the format alone: frames with masked CRC-32C, fields by
 * their numbers in {@code event.proto} and {@code summary.proto}.
 */
public record ReadEvent(
    double wallTime, long step, String fileVersion, Map<String, Float> scalars) {
  private static final int MASK = 0xa282ead8;

  /** Reads a whole file; one with a wrong checksum or an unknown field fails. */
  public static List<ReadEvent> all(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<ReadEvent> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int start = bytes.position();
      int length = Math.toIntExact(bytes.getLong());
      check(bytes.slice(start, Long.BYTES), bytes.getInt());
      ByteBuffer payload = bytes.slice(bytes.position(), length);
      bytes.position(bytes.position() + length);
      check(payload.duplicate(), bytes.getInt());
      events.add(event(CodedInputStream.newInstance(payload)));
    }
    return events;
  }

  private static void check(ByteBuffer bytes, int masked) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int expected = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    if (masked != expected) {
      throw new AssertionError("found checksum " + masked + ", expected " + expected);
    }
  }

  private static ReadEvent event(CodedInputStream in) throws IOException {
    double wallTime = 0;
    long step = 0;
    String fileVersion = "";
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> wallTime = in.readDouble();
        case 2 -> step = in.readInt64();
        case 3 -> fileVersion = in.readString();
        case 5 -> summary(in.readByteBuffer(), scalars);
        default -> throw new AssertionError("tag " + tag + " in an Event");
      }
    }
    return new ReadEvent(wallTime, step, fileVersion, scalars);
  }

  private static void summary(ByteBuffer bytes, Map<String, Float> scalars) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) != 1) {
        throw new AssertionError("tag " + tag + " in a Summary");
      }
      value(CodedInputStream.newInstance(in.readByteBuffer()), scalars);
    }
  }

  private static void value(CodedInputStream in, Map<String, Float> scalars) throws IOException {
    String name = "";
    float value = Float.NaN;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> name = in.readString();
        case 2 -> value = in.readFloat();
        default -> throw new AssertionError("tag " + tag + " in a Summary.Value");
      }
    }
    scalars.put(name, value);
  }
}
