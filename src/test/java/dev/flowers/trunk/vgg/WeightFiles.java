package dev.flowers.trunk.vgg;

import dev.flowers.trunk.npy.Python2Pickle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The fixtures: vgg16.npy with all channels divided by 128, made by numpy. */
public final class WeightFiles {
  /** py2 has all layers, as the public file; the others end with fc6. */
  public static final List<String> STYLES = List.of("py2", "py3", "py4", "tuple", "dict");

  /** Computed by a Python program with zlib and hashlib from the same file. */
  public static final String FINGERPRINT =
      "14d4f68076e9547fe0107d5916555ab2ace088577079dc2e36a54465fe8ce6ec";

  /** Of the same weights in every form that numpy pickles; forms/make_forms.py wrote them. */
  public static final List<String> FORMS =
      List.of(
          "beside-protocol0",
          "beside-protocol2",
          "beside-protocol4",
          "big-endian",
          "bytes-keys",
          "caffe-biases",
          "default",
          "default-none",
          "float16",
          "float16-protocol0",
          "float64",
          "float64-big-endian-fortran",
          "fortran",
          "fortran-protocol2",
          "header2",
          "header3",
          "matrix",
          "memmap",
          "no-header",
          "numpy1-protocol5",
          "ordered",
          "protocol0",
          "protocol1",
          "protocol2",
          "protocol4",
          "protocol5",
          "python2-ordered",
          "python2-protocol0",
          "python2-protocol1",
          "read-only",
          "transposed-protocol5");

  /** Printed by forms/make_forms.py. */
  public static final String FORMS_FINGERPRINT =
      "db7f49c91d3ff92180c714b6a8708f5d9f4b1e66946f1384c45e4daa3b1a48bd";

  private WeightFiles() {}

  public static byte[] form(String form) {
    return resource("forms/" + form + ".npy");
  }

  public static byte[] bytes(String style) {
    return resource("vgg16-" + style + ".npy");
  }

  private static byte[] resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(WeightFiles.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Of {@code keras/}. */
  public static byte[] keras(String name) {
    return resource("keras/" + name);
  }

  /** A copy of any of the fixtures, under its own name. */
  public static Path copyOf(String name, Path directory) throws IOException {
    return Files.write(
        directory.resolve(name.substring(name.lastIndexOf('/') + 1)), resource(name));
  }

  public static Path copy(String style, Path directory) throws IOException {
    return Files.write(directory.resolve("vgg16-" + style + ".npy"), bytes(style));
  }

  /** Where {@code text} starts in {@code bytes}, read as Latin-1, at or after {@code from}. */
  public static int find(byte[] bytes, String text, int from) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
    if (at < 0) {
      throw new AssertionError(text + " is not in the fixture");
    }
    return at;
  }

  /** Puts {@code replacement} over the first {@code text} at or after {@code from}. */
  public static byte[] patch(byte[] bytes, int from, String text, String replacement) {
    byte[] patched = bytes.clone();
    byte[] over = replacement.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(over, 0, patched, find(bytes, text, from), over.length);
    return patched;
  }

  /** A file of layers; each value is {@code value}, but those of {@code zero} are 0. */
  public static byte[] of(List<TrunkLayer> layers, float value, String zero) {
    Python2Pickle pickle = new Python2Pickle();
    layers.forEach(layer -> pickle.add(layer.name(), layer.weightsShape(), layer.biases().shape()));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int gaps = 0;
    for (Python2Pickle.Part part : pickle.finish()) {
      if (part instanceof Python2Pickle.Literal literal) {
        byte[] bytes = new byte[literal.bytes().remaining()];
        literal.bytes().get(bytes);
        file.writeBytes(bytes);
      } else if (part instanceof Python2Pickle.Gap gap) {
        ByteBuffer values = ByteBuffer.allocate((int) gap.length()).order(ByteOrder.LITTLE_ENDIAN);
        boolean filled = gaps % 2 == 0 && !layers.get(gaps / 2).name().equals(zero);
        while (values.hasRemaining()) {
          values.putFloat(filled ? value : -0f);
        }
        file.writeBytes(values.array());
        gaps++;
      }
    }
    return file.toByteArray();
  }
}
