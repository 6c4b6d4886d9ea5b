package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowers.image.SquareCrop;
import dev.flowers.trunk.TensorFlow;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** The crop in the graph against the crop in Java. */
class CropNodesIT {
  private static final int PHOTO_FLOATS = VggNetwork.INPUT.floats();

  @BeforeAll
  static void prepareTensorFlow() {
    TensorFlow.prepare();
  }

  @ParameterizedTest(name = "{0} × {1}")
  @CsvSource({
    "1, 1",
    "2, 1",
    "1, 9",
    "5, 3",
    "100, 223",
    "223, 224",
    "224, 224",
    "225, 300",
    "500, 375",
    "333, 1001"
  })
  void picksTheSamePixelsAsSquareCrop(int width, int height) {
    byte[] rgb = noise(width * height * 3);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(
          i % width,
          i / width,
          (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF));
    }
    assertSame(crop(image), cropInGraph(rgb, 1, height, width, 3));
  }

  @Test
  void laysTransparentPixelsOverWhite() {
    byte[] rgba = noise(40 * 30 * 4);
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 40 * 30; i++) {
      image.setRGB(
          i % 40,
          i / 40,
          (rgba[4 * i + 3] & 0xFF) << 24
              | (rgba[4 * i] & 0xFF) << 16
              | (rgba[4 * i + 1] & 0xFF) << 8
              | (rgba[4 * i + 2] & 0xFF));
    }
    assertSame(crop(image), cropInGraph(rgba, 1, 30, 40, 4));
  }

  @Test
  void takesGreyForAllThreeColours() {
    byte[] grey = noise(30 * 40);
    byte[] greyAndAlpha = new byte[2 * grey.length];
    byte[] rgb = new byte[3 * grey.length];
    for (int i = 0; i < grey.length; i++) {
      greyAndAlpha[2 * i] = grey[i];
      greyAndAlpha[2 * i + 1] = (byte) 255;
      rgb[3 * i] = grey[i];
      rgb[3 * i + 1] = grey[i];
      rgb[3 * i + 2] = grey[i];
    }
    float[] expected = cropInGraph(rgb, 1, 40, 30, 3);
    assertSame(expected, cropInGraph(grey, 1, 40, 30, 1));
    assertSame(expected, cropInGraph(greyAndAlpha, 1, 40, 30, 2));
  }

  @Test
  void cropsEachPhotoOfABatch() {
    byte[] one = noise(20 * 30 * 3);
    byte[] two = new byte[2 * one.length];
    System.arraycopy(one, 0, two, one.length, one.length);
    float[] batch = cropInGraph(two, 2, 20, 30, 3);
    float[] second = new float[PHOTO_FLOATS];
    System.arraycopy(batch, PHOTO_FLOATS, second, 0, PHOTO_FLOATS);
    assertEquals(2 * PHOTO_FLOATS, batch.length);
    assertSame(cropInGraph(one, 1, 20, 30, 3), second);
  }

  private static float[] crop(BufferedImage image) {
    FloatBuffer photo = FloatBuffer.allocate(PHOTO_FLOATS);
    SquareCrop.intoUnitRgb(image, VggNetwork.INPUT.size(), photo);
    return photo.array();
  }

  private static float[] cropInGraph(
      byte[] pixels, int count, int height, int width, int channels) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TUint8> pictures =
          tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1, -1)));
      try (Session session = new Session(graph);
          TUint8 input =
              TUint8.tensorOf(Shape.of(count, height, width, channels), DataBuffers.of(pixels));
          Result result =
              session
                  .runner()
                  .feed(pictures, input)
                  .fetch(new CropNodes(tf).unitRgb(pictures))
                  .run()) {
        TFloat32 photos = (TFloat32) result.get(0);
        float[] values = new float[(int) photos.size()];
        photos.copyTo(NdArrays.wrap(photos.shape(), DataBuffers.of(values, false, false)));
        return values;
      }
    }
  }

  private static void assertSame(float[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 1e-6, "value " + i);
    }
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(16).nextBytes(bytes);
    return bytes;
  }
}
