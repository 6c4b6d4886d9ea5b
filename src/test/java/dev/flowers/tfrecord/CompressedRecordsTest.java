package dev.flowers.tfrecord;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedRecordsTest {
  private static final List<byte[]> RECORDS =
      List.of("daisy".getBytes(US_ASCII), new byte[0], new byte[300], "tulip".getBytes(US_ASCII));

  @TempDir Path dir;

  @Test
  void readsGzipAndZlibWhateverTheFileIsCalled() throws IOException {
    byte[] plain = bytes(RECORDS);
    for (byte[] content : List.of(plain, Compressed.gzip(plain), Compressed.zlib(plain))) {
      for (String name : List.of("a.tfrecord", "a.tfrecord.gz")) {
        TfRecordTest.assertRecords(RECORDS, TfRecordTest.read(file(name, content)));
      }
    }
  }

  @Test
  void readsEveryLevelOfZlibAsItsHeaderDiffers() throws IOException {
    for (int level = 0; level <= 9; level++) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      Deflater deflater = new Deflater(level);
      try (OutputStream stream = new DeflaterOutputStream(compressed, deflater)) {
        stream.write(bytes(RECORDS));
      }
      deflater.end();
      TfRecordTest.assertRecords(
          RECORDS, TfRecordTest.read(file("a.tfrecord", compressed.toByteArray())));
    }
  }

  @Test
  void readsStreamsOneAfterAnotherEvenIfARecordGoesOnInTheNext() throws IOException {
    byte[] plain = bytes(RECORDS);
    for (int cut : new int[] {0, 1, 13, 21, 100, plain.length}) {
      byte[] first = Arrays.copyOf(plain, cut);
      byte[] second = Arrays.copyOfRange(plain, cut, plain.length);
      Path file = file("a.tfrecord", join(Compressed.gzip(first), Compressed.gzip(second)));
      TfRecordTest.assertRecords(RECORDS, TfRecordTest.read(file));
      file = file("a.tfrecord", join(Compressed.zlib(first), Compressed.zlib(second)));
      TfRecordTest.assertRecords(RECORDS, TfRecordTest.read(file));
    }
  }

  @Test
  void passesOverAllThatAGzipHeaderMayHave() throws IOException {
    byte[] gzip = Compressed.gzip(bytes(RECORDS));
    byte[] fields = {5, 0, 1, 2, 3, 4, 5, 'n', 'a', 'm', 'e', 0, 'c', 0, 7, 7};
    byte[] header = Arrays.copyOf(gzip, 10);
    header[3] = 0b1_1111;
    byte[] rest = Arrays.copyOfRange(gzip, 10, gzip.length);
    TfRecordTest.assertRecords(
        RECORDS, TfRecordTest.read(file("a.tfrecord", join(header, join(fields, rest)))));
  }

  @Test
  void readsRecordsThatAreLargerThanAnyBuffer() throws IOException {
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    List<byte[]> records = List.of(new byte[2_000_000], large, new byte[7]);
    Path file = file("a.tfrecord", Compressed.gzip(bytes(records)));
    TfRecordTest.assertRecords(records, TfRecordTest.read(file));
  }

  @Test
  void theDecompressedEmptyFileHasNoRecord() throws IOException {
    assertTrue(TfRecordTest.read(file("a", Compressed.gzip(new byte[0]))).isEmpty());
    assertTrue(TfRecordTest.read(file("a", Compressed.zlib(new byte[0]))).isEmpty());
  }

  @Test
  void offsetsAreThoseInTheDecompressedData() throws IOException {
    byte[] plain = bytes(RECORDS);
    plain[plain.length - 6] ^= 1;
    Path file = file("a.tfrecord", Compressed.gzip(plain));
    CorruptRecordException e =
        assertThrows(CorruptRecordException.class, () -> TfRecordTest.read(file));
    assertEquals(3, e.record());
    assertEquals(21 + 16 + 316, e.offset());
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith(
                file
                    + ": record 3 at byte 353 of the decompressed data:"
                    + " found payload with masked CRC-32C 0x"),
        e.toString());
  }

  @Test
  void refusesAFileCutAtAnyByte() throws IOException {
    byte[] plain = bytes(RECORDS);
    for (byte[] whole : List.of(Compressed.gzip(plain), Compressed.zlib(plain))) {
      for (int cut = 1; cut < whole.length; cut++) {
        Path file = file("cut-" + cut, Arrays.copyOf(whole, cut));
        assertThrows(CorruptRecordException.class, () -> TfRecordTest.read(file), "cut at " + cut);
      }
    }
  }

  /** The JDK's GZIPInputStream takes it for the end of the file. */
  @Test
  void refusesASecondStreamWhoseHeaderIsCutOrDamaged() throws IOException {
    byte[] first = Compressed.gzip(bytes(RECORDS));
    for (int cut = 1; cut < 18; cut++) {
      Path file = file("a", join(first, Arrays.copyOf(first, cut)));
      CorruptRecordException e =
          assertThrows(
              CorruptRecordException.class, () -> TfRecordTest.read(file), "cut at " + cut);
      assertEquals(RECORDS.size(), e.record());
    }
    byte[] damaged = first.clone();
    damaged[1] ^= 1;
    Path file = file("a", join(first, damaged));
    CorruptRecordException e =
        assertThrows(CorruptRecordException.class, () -> TfRecordTest.read(file));
    assertTrue(e.toString().contains("GZIP data with other bytes behind it"), e.toString());
  }

  @Test
  void aFlippedBitIsRefusedOrWithoutEffect() throws IOException {
    byte[] plain = bytes(RECORDS);
    int harmless = 0;
    for (byte[] whole : List.of(Compressed.gzip(plain), Compressed.zlib(plain))) {
      for (int bit = 0; bit < whole.length * 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Path file = file("flipped-" + bit, flipped);
        try {
          TfRecordTest.assertRecords(RECORDS, TfRecordTest.read(file));
          harmless++;
        } catch (CorruptRecordException e) {
          assertTrue(e.record() <= RECORDS.size(), e.toString());
        }
        Files.delete(file);
      }
    }
    // GZIP's time, system and kind of compression, and the end of the last byte of the data.
    assertTrue(harmless < 8 * 8, harmless + " flipped bits were not seen");
  }

  @Test
  void refusesAChecksumThatIsWrong() throws IOException {
    byte[] gzip = Compressed.gzip(bytes(RECORDS));
    gzip[gzip.length - 8] ^= 1;
    Path file = file("a", gzip);
    CorruptRecordException e =
        assertThrows(CorruptRecordException.class, () -> TfRecordTest.read(file));
    assertEquals(RECORDS.size(), e.record());
    assertTrue(e.toString().contains("whose checksum or length is wrong"), e.toString());
  }

  @Test
  void aBombEndsAtItsFirstRecord() throws IOException {
    Path file = dir.resolve("bomb");
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 20; i++) {
        stream.write(zeros);
      }
    }
    CorruptRecordException e =
        assertThrows(CorruptRecordException.class, () -> TfRecordTest.read(file));
    assertEquals(0, e.record());
  }

  @Test
  void aLengthAloneDoesNotGetItsMemory() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(250 << 20);
    header.putInt(Framing.maskedCrc(header.duplicate().flip()));
    Path file = file("a", Compressed.gzip(join(header.array(), new byte[1000])));
    // Three of these do not fit the heap's size, which limits direct buffers, too.
    for (int i = 0; i < 20; i++) {
      CorruptRecordException e =
          assertThrows(CorruptRecordException.class, () -> TfRecordTest.read(file));
      assertTrue(e.toString().contains("the end of the file after 1012 bytes"), e.toString());
    }
  }

  @Test
  void aPlainFileMayBeginLikeACompressedOne() throws IOException {
    // Lengths that, little-endian, are the first bytes of ZLIB and of GZIP.
    for (int length : new int[] {0x9c78, 0x0178, 0x088b1f}) {
      List<byte[]> records = List.of(new byte[length], new byte[3]);
      Path file = file("a.tfrecord", bytes(records));
      TfRecordTest.assertRecords(records, TfRecordTest.read(file));
      if (length < 0x10000) {
        // Nor is it taken for a compressed one when it is damaged.
        byte[] damaged = bytes(records);
        damaged[9] ^= 1;
        Path bad = file("bad", damaged);
        CorruptRecordException e =
            assertThrows(CorruptRecordException.class, () -> TfRecordTest.read(bad));
        assertTrue(e.toString().contains("found length with masked CRC-32C"), e.toString());
      }
    }
  }

  @Test
  void noWriterGoesOnBehindACompressedFile() throws IOException {
    Path file = file("a.tfrecord", Compressed.gzip(bytes(RECORDS)));
    assertEquals(0, TfRecordReader.validPrefix(file));
  }

  @Test
  void saysWhetherItIsCompressedAndThatItIsClosed() throws IOException {
    TfRecordReader reader =
        TfRecordReader.open(file("a.tfrecord", Compressed.gzip(bytes(RECORDS))));
    assertTrue(reader.compressed());
    reader.close();
    reader.close();
    assertThrows(IOException.class, reader::next);
    try (TfRecordReader plain = TfRecordReader.open(file("b.tfrecord", bytes(RECORDS)))) {
      assertFalse(plain.compressed());
    }
  }

  /** By gzip 1.12, with the file's name in the header, and by Python's zlib. */
  @Test
  void readsWhatOtherProgramsCompressed() throws IOException {
    for (String hex :
        List.of(
            "1f8b080835bc066b02036162632e74667265636f726400"
                + "636680800d333df9129392f3c23f2a020032a97b3913000000",
            "789c636680800d333df9129392f3c23f2a02001c7904a1")) {
      Path file = file("a", HexFormat.of().parseHex(hex));
      TfRecordTest.assertRecords(List.of("abc".getBytes(US_ASCII)), TfRecordTest.read(file));
    }
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(dir.resolve(name), content);
  }

  private byte[] bytes(List<byte[]> records) throws IOException {
    Path file = dir.resolve("written");
    try (TfRecordWriter writer = TfRecordWriter.create(file)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return Files.readAllBytes(file);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
