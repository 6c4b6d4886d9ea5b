package dev.flowers.trunk.onnx;

import com.google.gson.stream.JsonWriter;
import dev.flowers.image.ResampleFilter;
import dev.flowers.image.ResizedCrop;
import dev.flowers.image.ResizedCrop.Resize;
import dev.flowers.image.ResizedCrop.ShortestEdge;
import dev.flowers.image.ResizedCrop.Square;
import dev.flowers.storage.AtomicFile;
import dev.flowers.trunk.onnx.Preprocessing.ChannelOrder;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads and writes {@code preprocessor_config.json}, as the Hugging Face hub has it beside a model.
 * What would change the network's numbers and is not known is refused by its name.
 *
 * @see <a href="https://huggingface.co/docs/transformers/main_classes/image_processor">Image
 *     processors</a>
 */
public final class PreprocessorConfig {
  /** The file's name. */
  public static final String FILE = "preprocessor_config.json";

  private static final int MAX_SIZE = ResizedCrop.MAX_SIZE;
  private static final double UNIT = 1 / 255.;

  /** These name classes of Python, or how their arrays come; no number depends on them. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "processor_class",
          "_valid_processor_keys",
          "device",
          "data_format",
          "input_data_format",
          "return_tensors",
          "disable_grouping",
          "default_to_square");

  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "do_resize",
              "size",
              "resample",
              "do_center_crop",
              "crop_size",
              "crop_pct",
              "do_rescale",
              "rescale_factor",
              "do_normalize",
              "image_mean",
              "image_std",
              "do_convert_rgb",
              "do_flip_channel_order",
              "do_pad",
              "image_processor_type",
              "feature_extractor_type"));

  /** Resize to {@code int(size / crop_pct)} below this, else to the size without a crop. */
  private static final int CONVNEXT_WARPS_FROM = 384;

  private static final double CONVNEXT_CROP = 224 / 256.;

  private final JsonMembers members;

  private PreprocessorConfig(JsonMembers members) {
    this.members = members;
  }

  /**
   * Reads a configuration.
   *
   * @throws MalformedOnnxException if a key is not known, has a value of another type or one that
   *     cannot be meant, or something is missing that Python's classes differ in
   * @throws IOException if it cannot be read; the message names it
   */
  public static Preprocessing read(Path file) throws IOException {
    PreprocessorConfig config = new PreprocessorConfig(JsonMembers.read(file));
    try {
      return config.preprocessing();
    } catch (IllegalArgumentException e) {
      throw new MalformedOnnxException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private Preprocessing preprocessing() throws MalformedOnnxException {
    WITHOUT_EFFECT.forEach(members::drop);
    String type = processorType();
    requireFlag("do_resize", true, "true: photos are of any size");
    requireFlag("do_convert_rgb", true, "true: photos are decoded to RGB");
    requireFlag("do_pad", false, "false");
    ResampleFilter filter = filter();
    ResizedCrop crop = crop(type, filter);
    double scale = scale();
    boolean flip = members.flag("do_flip_channel_order").orElse(false);
    boolean normalize = members.flag("do_normalize").orElse(true);
    List<Double> mean = three("image_mean", normalize, 0);
    List<Double> deviation = three("image_std", normalize, 1);
    members.refuseRest(KNOWN);
    return new Preprocessing(
        crop, scale, mean, deviation, flip ? ChannelOrder.BGR : ChannelOrder.RGB);
  }

  private String processorType() throws MalformedOnnxException {
    String image = members.text("image_processor_type").orElse("");
    String older = members.text("feature_extractor_type").orElse("");
    String type = image.isEmpty() ? older : image;
    // Their classes do more than their keys say.
    if (type.matches("(Levit|PoolFormer|EfficientNet|Perceiver|Flava|Yolos|Detr).*")) {
      throw members.wrong(
          image.isEmpty() ? "feature_extractor_type" : "image_processor_type",
          type,
          "a processor that does what its keys say; name the preprocessing instead: "
              + NamedPreprocessing.names());
    }
    return type;
  }

  private void requireFlag(String name, boolean required, String expected)
      throws MalformedOnnxException {
    boolean found = members.flag(name).orElse(required);
    if (found != required) {
      throw members.wrong(name, found, expected);
    }
  }

  private ResampleFilter filter() throws MalformedOnnxException {
    String expected = "one of Pillow's filters 0 to 5";
    int number =
        members.whole("resample", 5).orElseThrow(() -> members.missing("resample", expected));
    return ResampleFilter.ofNumber(number)
        .orElseThrow(() -> members.wrong("resample", number, expected));
  }

  private ResizedCrop crop(String type, ResampleFilter filter) throws MalformedOnnxException {
    boolean convNext = type.startsWith("ConvNext");
    if (convNext || members.has("crop_pct")) {
      return convNextCrop(convNext, filter);
    }
    members.drop("crop_pct");
    Resize resize = resize(type);
    boolean cropped = members.flag("do_center_crop").orElse(members.has("crop_size"));
    if (!cropped) {
      members.drop("crop_size");
      if (resize instanceof ShortestEdge) {
        throw members.wrong(
            "do_center_crop", false, "true: with size.shortest_edge alone photos are not square");
      }
      return new ResizedCrop(resize, filter, resize.shortestEdge());
    }
    if (!members.has("crop_size")) {
      throw members.missing("crop_size", "a size, for do_center_crop is true");
    }
    int size =
        members.isObject("crop_size")
            ? square("crop_size")
            : members.whole("crop_size", MAX_SIZE).orElseThrow();
    return new ResizedCrop(resize, filter, size);
  }

  private ResizedCrop convNextCrop(boolean convNext, ResampleFilter filter)
      throws MalformedOnnxException {
    double part = members.number("crop_pct").orElse(CONVNEXT_CROP);
    if (!convNext || !(part > 0 && part <= 1)) {
      throw members.wrong("crop_pct", part, "none but above 0 to 1 of a ConvNextImageProcessor");
    }
    members.drop("do_center_crop");
    members.drop("crop_size");
    Resize stated = resize("ConvNext");
    int size = stated.shortestEdge();
    if (!(stated instanceof ShortestEdge)) {
      throw members.wrong("size", size + "×" + size, "{\"shortest_edge\": …} of a ConvNext");
    }
    Resize resize =
        size < CONVNEXT_WARPS_FROM ? new ShortestEdge((int) (size / part)) : new Square(size);
    return new ResizedCrop(resize, filter, size);
  }

  private Resize resize(String type) throws MalformedOnnxException {
    String expected = "{\"shortest_edge\": …} or {\"height\": …, \"width\": …}";
    if (!members.has("size")) {
      throw members.missing("size", expected);
    }
    if (!members.isObject("size")) {
      int size = members.whole("size", MAX_SIZE).orElseThrow();
      // Python's classes differ in what a number alone means.
      if (type.matches("(ViT|DeiT|Beit)(ImageProcessor|FeatureExtractor)(Fast)?")) {
        return new Square(size);
      }
      if (type.matches("(CLIP|ConvNext|Bit).*") || type.equals("ConvNext")) {
        return new ShortestEdge(size);
      }
      throw members.wrong("size", size, expected);
    }
    JsonMembers size = members.object("size").orElseThrow();
    if (!size.has("shortest_edge")) {
      return new Square(square(size));
    }
    int edge = size.whole("shortest_edge", MAX_SIZE).orElseThrow();
    size.refuseRest(Set.of("shortest_edge"));
    return new ShortestEdge(edge);
  }

  private int square(String name) throws MalformedOnnxException {
    return square(members.object(name).orElseThrow());
  }

  private static int square(JsonMembers size) throws MalformedOnnxException {
    int[] sides = new int[2];
    List<String> names = List.of("height", "width");
    for (int i = 0; i < sides.length; i++) {
      String name = names.get(i);
      sides[i] =
          size.whole(name, MAX_SIZE).orElseThrow(() -> size.missing(name, "a number of pixels"));
    }
    size.refuseRest(new TreeSet<>(names));
    if (sides[0] != sides[1]) {
      throw size.wrong(
          "width", sides[1], "the height, " + sides[0] + ": networks of square photos");
    }
    return sides[0];
  }

  private double scale() throws MalformedOnnxException {
    double factor = members.number("rescale_factor").orElse(UNIT);
    return members.flag("do_rescale").orElse(true) ? factor : 1;
  }

  private List<Double> three(String name, boolean used, double unused)
      throws MalformedOnnxException {
    List<Double> found = members.numbers(name).orElse(List.of());
    if (!used) {
      return List.of(unused, unused, unused);
    }
    if (found.size() != Preprocessing.CHANNELS) {
      throw members.wrong(name, found, "three numbers, for do_normalize is not false");
    }
    return found;
  }

  /**
   * Writes a configuration. {@link #read} reads it as it was; so does Python's class that it names,
   * but for BGR.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Preprocessing preprocessing, Path file) throws IOException {
    ResizedCrop crop = preprocessing.crop();
    StringWriter text = new StringWriter();
    JsonWriter out = new JsonWriter(text);
    out.setIndent("  ");
    out.beginObject();
    out.name("image_processor_type").value("BitImageProcessor");
    out.name("do_convert_rgb").value(true);
    out.name("do_resize").value(true);
    out.name("size");
    if (crop.resize() instanceof ShortestEdge edge) {
      out.beginObject().name("shortest_edge").value(edge.shortestEdge()).endObject();
    } else {
      writeSquare(out, crop.resize().shortestEdge());
    }
    out.name("resample").value(crop.filter().number());
    out.name("do_center_crop").value(true);
    out.name("crop_size");
    writeSquare(out, crop.size());
    out.name("do_rescale").value(preprocessing.scale() != 1);
    out.name("rescale_factor").value(preprocessing.scale());
    out.name("do_normalize").value(!preprocessing.onlyScales());
    out.name("image_mean");
    writeNumbers(out, preprocessing.mean());
    out.name("image_std");
    writeNumbers(out, preprocessing.deviation());
    if (preprocessing.order() == ChannelOrder.BGR) {
      out.name("do_flip_channel_order").value(true);
    }
    out.endObject();
    AtomicFile.write(file, text.append('\n').toString());
  }

  private static void writeSquare(JsonWriter out, int side) throws IOException {
    out.beginObject().name("height").value(side).name("width").value(side).endObject();
  }

  private static void writeNumbers(JsonWriter out, List<Double> numbers) throws IOException {
    out.beginArray();
    for (double number : numbers) {
      out.value(number);
    }
    out.endArray();
  }
}
