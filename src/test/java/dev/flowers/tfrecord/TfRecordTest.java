package dev.flowers.tfrecord;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfRecordTest {
  @TempDir Path dir;

  @Test
  void aFullDiskIsNamedWithTheFile() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no device that is always full");
    IOException e =
        assertThrows(
            IOException.class,
            () -> {
              TfRecordWriter writer = TfRecordWriter.create(full);
              writer.write(new byte[100]);
            });
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("/dev/full: cannot write a record of 100 bytes"),
        e.toString());
  }

  @Test
  void masksTheChecksumAsTensorFlowDoes() {
    // CRC-32C of "123456789" is 0xE3069283 (RFC 3720's polynomial, the usual check value).
    int rotated = (0xE3069283 >>> 15) | (0xE3069283 << 17);
    assertEquals(
        rotated + 0xa282ead8, Framing.maskedCrc(ByteBuffer.wrap("123456789".getBytes(US_ASCII))));
  }

  @Test
  void writesTheBytesOfARecordBuiltByHand() throws IOException {
    Path file = write("abc".getBytes(US_ASCII));

    // 0x364b3fb7 is CRC-32C of "abc"; of the eight length bytes the CRC is masked likewise.
    ByteBuffer expected = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN).putLong(3);
    int lengthCrc = crcBitByBit(new byte[] {3, 0, 0, 0, 0, 0, 0, 0});
    expected.putInt(((lengthCrc >>> 15) | (lengthCrc << 17)) + 0xa282ead8);
    expected.put("abc".getBytes(US_ASCII));
    expected.putInt(((0x364b3fb7 >>> 15) | (0x364b3fb7 << 17)) + 0xa282ead8);
    assertEquals(
        HexFormat.of().formatHex(expected.array()),
        HexFormat.of().formatHex(Files.readAllBytes(file)));
  }

  @Test
  void readsRecordsLargerThanItsBufferAmongSmallOnes() throws IOException {
    Random random = new Random(1);
    byte[][] records = new byte[9][];
    for (int i = 0; i < records.length; i++) {
      records[i] = new byte[i % 3 == 0 ? 700_000 + i : i];
      random.nextBytes(records[i]);
    }
    assertRecords(List.of(records), read(write(records)));
  }

  @Test
  void anEmptyFileHasNoRecord() throws IOException {
    Path file = write();
    assertEquals(0, Files.size(file));
    assertTrue(read(file).isEmpty());
    assertEquals(0, TfRecordReader.validPrefix(file));
  }

  @Test
  void findsTheValidPrefixOfAFileCutAtAnyByte() throws IOException {
    byte[] whole = Files.readAllBytes(write(new byte[5], new byte[0], new byte[17]));
    long[] ends = {0, 21, 37, 70};
    for (int cut = 0; cut <= whole.length; cut++) {
      Path file = dir.resolve("cut-" + cut);
      Files.write(file, Arrays.copyOf(whole, cut));
      int complete = 0;
      while (complete < 3 && ends[complete + 1] <= cut) {
        complete++;
      }
      assertEquals(ends[complete], TfRecordReader.validPrefix(file), "cut at " + cut);
      if (ends[complete] != cut) {
        CorruptRecordException e =
            assertThrows(CorruptRecordException.class, () -> read(file), "cut at " + cut);
        assertEquals(complete, e.record());
        assertEquals(ends[complete], e.offset());
        assertTrue(e.toString().contains(file.toString()), e.toString());
      }
    }
  }

  @Test
  void detectsEveryFlippedBit() throws IOException {
    byte[] whole = Files.readAllBytes(write(new byte[4], "tulip".getBytes(US_ASCII)));
    Path file = dir.resolve("flipped");
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] bytes = whole.clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      int record = bit / 8 < 20 ? 0 : 1;
      CorruptRecordException e =
          assertThrows(CorruptRecordException.class, () -> read(file), "bit " + bit);
      assertEquals(record, e.record(), "bit " + bit);
      assertEquals(record * 20L, TfRecordReader.validPrefix(file), "bit " + bit);
    }
  }

  @Test
  void refusesAnAbsurdLengthWithoutAllocatingIt() throws IOException {
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 200 << 20}) {
      Path file = dir.resolve("length" + length);
      ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      header.putInt(Framing.maskedCrc(header.duplicate().flip()));
      Files.write(file, header.array());
      CorruptRecordException e = assertThrows(CorruptRecordException.class, () -> read(file));
      assertEquals(0, e.offset());
      assertEquals(0, TfRecordReader.validPrefix(file));
    }
  }

  @Test
  void goesOnAfterTheTornTail() throws IOException {
    Path file = write(new byte[5], new byte[6]);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 30));
    try (TfRecordWriter writer = TfRecordWriter.append(file, TfRecordReader.validPrefix(file))) {
      assertEquals(21, writer.position());
      writer.write(new byte[7]);
      assertEquals(Files.size(file), writer.position());
    }
    assertRecords(List.of(new byte[5], new byte[7]), read(file));
  }

  @Test
  void refusesToGoOnBehindTheEnd() throws IOException {
    Path file = write(new byte[1]);
    assertThrows(IllegalArgumentException.class, () -> TfRecordWriter.append(file, 18));
  }

  @Test
  void tellsWhereEachRecordIs() throws IOException {
    Path file = write(new byte[3], new byte[2]);
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      assertTrue(reader.next());
      assertEquals(0, reader.offset());
      assertTrue(reader.next());
      assertEquals(1, reader.record());
      assertEquals(19, reader.offset());
      assertEquals(31, reader.payloadOffset());
      assertFalse(reader.next());
      assertFalse(reader.next());
    }
  }

  private Path write(byte[]... payloads) throws IOException {
    Path file = dir.resolve("written.tfrecord");
    try (TfRecordWriter writer = TfRecordWriter.create(file)) {
      for (byte[] payload : payloads) {
        writer.write(payload);
      }
    }
    return file;
  }

  static List<byte[]> read(Path file) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      while (reader.next()) {
        byte[] bytes = new byte[reader.payload().remaining()];
        reader.payload().get(bytes);
        records.add(bytes);
      }
    }
    return records;
  }

  static void assertRecords(List<byte[]> expected, List<byte[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), "record " + i);
    }
  }

  /** CRC-32C by its definition, to check the JDK's and our use of it. */
  private static int crcBitByBit(byte[] bytes) {
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int i = 0; i < 8; i++) {
        crc = (crc >>> 1) ^ ((crc & 1) * 0x82f63b78);
      }
    }
    return ~crc;
  }
}
