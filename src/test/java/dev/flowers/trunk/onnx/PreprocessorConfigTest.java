package dev.flowers.trunk.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.image.ResampleFilter;
import dev.flowers.image.ResizedCrop;
import dev.flowers.image.ResizedCrop.ShortestEdge;
import dev.flowers.image.ResizedCrop.Square;
import dev.flowers.storage.Mutations;
import dev.flowers.trunk.onnx.Preprocessing.ChannelOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessorConfigTest {
  private static final String WHOLE =
      """
      {
        "do_resize": true,
        "size": {"shortest_edge": 256},
        "resample": 3,
        "do_center_crop": true,
        "crop_size": {"height": 224, "width": 224},
        "do_rescale": true,
        "rescale_factor": 0.00392156862745098,
        "do_normalize": true,
        "image_mean": [0.5, 0.25, 0.75],
        "image_std": [0.5, 0.4, 0.3],
        "image_processor_type": "ViTImageProcessor"
      }
      """;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve(PreprocessorConfig.FILE);
  }

  @Test
  void whatItSaysIsDone() throws IOException {
    assertEquals(
        new Preprocessing(
            new ResizedCrop(new ShortestEdge(256), ResampleFilter.BICUBIC, 224),
            1 / 255.,
            List.of(0.5, 0.25, 0.75),
            List.of(0.5, 0.4, 0.3),
            ChannelOrder.RGB),
        read(WHOLE));
  }

  /** A configuration of a vision transformer of 2021, before rescaling had keys. */
  @Test
  void aNumberIsASquareForAVisionTransformer() throws IOException {
    Preprocessing found =
        read(
            """
            {"do_normalize": true, "do_resize": true,
             "feature_extractor_type": "ViTFeatureExtractor",
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
             "resample": 2, "size": 224}""");
    assertEquals(new ResizedCrop(new Square(224), ResampleFilter.BILINEAR, 224), found.crop());
    assertEquals(2f, found.factor(0));
    assertEquals(-1f, found.offset(0));
  }

  @Test
  void aNumberIsTheShortestEdgeForClip() throws IOException {
    Preprocessing found =
        read(
            """
            {"crop_size": 224, "do_center_crop": true, "do_normalize": false, "resample": 3,
             "feature_extractor_type": "CLIPFeatureExtractor", "size": 240,
             "_valid_processor_keys": ["images", {"a": 1}], "do_convert_rgb": null}""");
    assertEquals(new ResizedCrop(new ShortestEdge(240), ResampleFilter.BICUBIC, 224), found.crop());
    assertTrue(found.onlyScales());
  }

  @ParameterizedTest
  @CsvSource({"224, 0.875, 256", "224, 0.95, 235", "383, 1, 383"})
  void aConvNextIsCroppedByItsPart(int size, double part, int edge) throws IOException {
    assertEquals(
        new ResizedCrop(new ShortestEdge(edge), ResampleFilter.BICUBIC, size),
        convNext(size, part).crop());
  }

  @Test
  void aLargeConvNextIsNotCropped() throws IOException {
    assertEquals(
        new ResizedCrop(new Square(384), ResampleFilter.BICUBIC, 384), convNext(384, 0.9).crop());
  }

  private Preprocessing convNext(int size, double part) throws IOException {
    return read(
        String.format(
            Locale.ROOT,
            """
            {"crop_pct": %s, "feature_extractor_type": "ConvNextFeatureExtractor", "resample": 3,
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
             "size": {"shortest_edge": %d}}""",
            part,
            size));
  }

  @Test
  void numbersThatAreNotScaledStayIn255() throws IOException {
    Preprocessing found =
        read(
            WHOLE
                .replace("\"do_rescale\": true", "\"do_rescale\": false")
                .replace("\"do_resize\": true", "\"do_flip_channel_order\": true"));
    assertEquals((float) (255 / 0.3), found.factor(2));
    assertEquals(ChannelOrder.BGR, found.order());
    assertArrayEquals(new float[] {0.75f / 255, 0.25f / 255, 0.5f / 255}, found.meanRgb(), 1e-7f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"do_resize\": true|\"do_resize\": false|do_resize: found false, expected true",
        "\"do_resize\": true|\"do_pad\": true|do_pad: found true, expected false",
        "\"do_resize\": true|\"do_thumbnail\": true|found \"do_thumbnail\": true, expected no key",
        "\"do_resize\": true|\"crop_pct\": 0.9|crop_pct: found 0.9, expected none but",
        "\"do_resize\": true|\"do_resize\": 1|do_resize: found 1, expected true or false",
        "\"resample\": 3|\"resample\": 7|resample: found 7, expected a whole number from 0 to 5",
        "\"resample\": 3,||resample: found no such key, expected one of Pillow's",
        "\"resample\": 3|\"resample\": \"bicubic\"|resample: found bicubic, expected a whole",
        "256|1e9|size.shortest_edge: found 1e9, expected a whole number from 0 to 8192",
        "256|0|resize: found 0, expected from 1 to 8192 pixels",
        "256|223|size: found a square of 224, expected at most 223",
        "\"width\": 224|\"width\": 225|crop_size.width: found 225, expected the height, 224",
        ", \"width\": 224||crop_size.width: found no such key, expected a number of pixels",
        "\"width\"|\"longest_edge\"|crop_size.width: found no such key",
        "0.00392156862745098|1e999|rescale_factor: found 1e999, expected a finite number",
        "0.00392156862745098|NaN|found bad JSON",
        "0.00392156862745098|-1|scale: found -1.0, expected a finite number above 0",
        "0.3|0|deviation: found 0.0, expected a finite number above 0",
        "0.25, ||image_mean: found [0.5, 0.75], expected three numbers",
        "0.25|\"x\"|image_mean: found [0.5, x, 0.75], expected an array of three numbers",
        "ViTImageProcessor|LevitImageProcessor|image_processor_type: found LevitImageProcessor",
        "\"resample\": 3|\"resample\": 3, \"resample\": 2|found \"resample\" twice, expected it once"
      })
  void whatIsNotKnownIsRefusedByName(String from, String to, String message) throws IOException {
    String text = WHOLE.replace(from, to == null ? "" : to);
    MalformedOnnxException refused = assertThrows(MalformedOnnxException.class, () -> read(text));
    String found = String.valueOf(refused.getMessage());
    assertTrue(found.startsWith(file + ": " + message), found);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadAsItWas(NamedPreprocessing named) throws IOException {
    Preprocessing written = named.of(192);
    assertEquals(new ShortestEdge(219), written.crop().resize());
    PreprocessorConfig.write(written, file);
    Preprocessing found = PreprocessorConfig.read(file);
    assertEquals(written.identity(), found.identity());
  }

  @Test
  void aMutatedOneIsReadOrRefused() throws IOException {
    Files.writeString(file, WHOLE);
    Mutations.check(file, file.toString(), () -> PreprocessorConfig.read(file));
  }

  private Preprocessing read(String text) throws IOException {
    Files.writeString(file, text);
    return PreprocessorConfig.read(file);
  }
}
