package dev.flowers.trunk.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The fixtures that make_onnx.py wrote. */
final class OnnxFiles {
  /** Side of their photos. */
  static final int SIDE = 8;

  private OnnxFiles() {}

  static byte[] bytes(String name) {
    try (InputStream in = Objects.requireNonNull(OnnxFiles.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A copy of a model, without its configuration. */
  static Path copy(String name, Path directory) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    if (name.startsWith("external/")) {
      Files.write(file.resolveSibling("weights.bin"), bytes("external/weights.bin"));
    }
    return Files.write(file, bytes(name));
  }

  /** Opened as networks of [-1,1]; one that takes any size has the configuration beside it. */
  static OnnxTrunkFiles open(Path model, OutputChoice choice) throws IOException {
    if (!model.getFileName().toString().equals("open.onnx")) {
      return OnnxTrunkFiles.open(model, Optional.of(NamedPreprocessing.MINUS_ONE_TO_ONE), choice);
    }
    PreprocessorConfig.write(
        NamedPreprocessing.MINUS_ONE_TO_ONE.of(SIDE),
        model.resolveSibling(PreprocessorConfig.FILE));
    return OnnxTrunkFiles.open(model, Optional.empty(), choice);
  }

  /** The photo that make_onnx.py paints, and mirror images of it. */
  static ByteBuffer photos(int count) {
    ByteBuffer photos =
        ByteBuffer.allocateDirect(count * SIDE * SIDE * 3 * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    for (int n = 0; n < count; n++) {
      for (int y = 0; y < SIDE; y++) {
        for (int i = 0; i < SIDE; i++) {
          int x = n % 2 == 0 ? i : SIDE - 1 - i;
          photos.putFloat((7 * x + 13 * y) % 256 / 255f);
          photos.putFloat((x * x + 5 * y) % 256 / 255f);
          photos.putFloat((31 * x ^ 17 * y) % 256 / 255f);
        }
      }
    }
    return photos.flip();
  }
}
