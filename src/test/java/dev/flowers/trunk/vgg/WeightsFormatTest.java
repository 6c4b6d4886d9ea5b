package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.npy.BytesChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsFormatTest {
  @ParameterizedTest
  @CsvSource({
    "conv1_1.npy, NPZ",
    "arr_0.npy, NPZ",
    "archive/data.pkl, PYTORCH",
    "vgg16/data.pkl, PYTORCH",
    "archive/.format_version, PYTORCH",
    "metadata.json, KERAS",
    "config.json, KERAS",
    "photos/1.jpg, ZIP"
  })
  void zipsAreNamedByTheirFirstEntry(String entry, WeightsFormat format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(new byte[10_000]);
    }
    assertFormat(format, bytes.toByteArray());
  }

  @Test
  void gzipIsNamed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(WeightFiles.bytes("py2"));
    }
    assertFormat(WeightsFormat.GZIP, bytes.toByteArray());
  }

  /** What these programs write at the start of a file, in hexadecimal digits where not ASCII. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "EMPTY, ``",
        "ZIP, PK<0506>",
        "ZIP, PK<0304>",
        "GIT_LFS_POINTER, version https://git-lfs.github.com/spec/v1<0a>oid sha256:00",
        "HTML, <3c>!DOCTYPE html>",
        "HTML, <efbbbf0a3c>HTML lang='en'>",
        "XML, <3c>?xml version='1.0'?><3c>Error>AccessDenied",
        "XML, <3c>Error>AccessDenied",
        "JSON, {`message`: `Not Found`}",
        "IMAGE, <ffd8ffe0>",
        "IMAGE, <89>PNG<0d0a1a0a>",
        "IMAGE, GIF89a",
        "IMAGE, RIFF<24000000>WEBPVP8 ",
        "XZ, <fd>7zXZ<00>",
        "BZIP2, BZh91AY&SY",
        "ZSTANDARD, <28b52ffd>",
        "SEVEN_ZIP, 7z<bcaf271c>",
        "PYTORCH, <80028a0a6cfc9c46f9206aa850192e80024de9032e>",
        "SAFETENSORS, <0d00000000000000>{`a`:{`b`:1}}",
        "TENSORFLOW_CHECKPOINT, anything<57fb808b247547db>",
        "TENSORFLOW_LITE, <1c000000>TFL3",
        "ONNX, <080612>" + "<07>pytorch<1a05>2.0.1",
        "ONNX, <0808>:<ff01>",
        "TENSORFLOW_GRAPH, <080112a001>",
        "TENSORFLOW_GRAPH, <0a2e0a05>input",
        "CAFFE, <0a14>VGG_ILSVRC_16_layers<128b01>",
        "CAFFE, <0a05>VGG16<a20648>",
        "MATLAB, MATLAB 5.0 MAT-file, Platform: GLNXA64"
      })
  void formatsAreNamedByTheirFirstBytes(WeightsFormat format, String content) {
    assertFormat(format, bytes(content.replace('`', '"')));
  }

  @Test
  void formatsWithTheirSignatureFurtherBackAreNamed() {
    assertFormat(WeightsFormat.TAR, bytes("vgg16.npy" + "\0".repeat(248) + "ustar"));
    assertFormat(WeightsFormat.PYTORCH, bytes("sys_info" + "\0".repeat(249) + "ustar"));
    assertEquals(
        Optional.of(WeightsFormat.HDF5), format(bytes("\0".repeat(512) + "<89>HDF<0d0a1a0a>")));
    assertFormat(
        WeightsFormat.MATLAB,
        bytes("MATLAB 7.3 MAT-file" + "\0".repeat(493) + "<89>HDF<0d0a1a0a>"));
  }

  /** The first record's length and its checksum, of a file that TensorFlow wrote. */
  @Test
  void tfrecordsAreNamed() {
    assertFormat(WeightsFormat.TFRECORD, bytes("<05000000000000 00eab2043e>hello"));
    assertEquals(Optional.empty(), format(bytes("<05000000000000 00eab2043f>hello")));
  }

  @Test
  void whatIsReadIsNoneOfThem() {
    for (String form : WeightFiles.FORMS) {
      assertEquals(Optional.empty(), format(WeightFiles.form(form)), form);
    }
  }

  @Test
  void anythingElseIsNoneOfThem() {
    for (String content : new String[] {"x", "PK", "<0a>", "<08>", "BZh", "{", "hello, world"}) {
      assertEquals(Optional.empty(), format(bytes(content)), content);
    }
  }

  private static void assertFormat(WeightsFormat format, byte[] bytes) {
    assertEquals(Optional.of(format), format(bytes));
    Path name = Path.of("weights");
    MalformedWeightsException e =
        assertThrows(
            MalformedWeightsException.class, () -> VggWeights.open(name, new BytesChannel(bytes)));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("weights: found a"), message);
    assertTrue(message.contains(", expected a vgg16.npy, "), message);
  }

  private static Optional<WeightsFormat> format(byte[] bytes) {
    try {
      return WeightsFormat.of(new BytesChannel(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Latin-1, with bytes in hexadecimal digits between angle brackets. */
  private static byte[] bytes(String text) {
    StringBuilder latin1 = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('>', at);
      if (text.charAt(at) == '<' && end > 0) {
        String digits = text.substring(at + 1, end).replace(" ", "");
        for (int i = 0; i < digits.length(); i += 2) {
          latin1.append((char) Integer.parseInt(digits.substring(i, i + 2), 16));
        }
        at = end + 1;
      } else {
        latin1.append(text.charAt(at++));
      }
    }
    return latin1.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
