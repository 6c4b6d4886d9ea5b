package dev.flowers.zoo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.AtomicDirectory;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.ExportFormat;
import dev.flowers.trunk.ServingSignature;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Exports a published model as one network, trunk and head, with the model's provenance in {@code
 * model.json} and a model card in {@code README.md} and {@code model_card.json} beside it. The
 * directory may be moved, and needs neither a home nor this toolkit.
 *
 * <p>A TensorFlow SavedModel has the inputs that {@link ServingSignature} describes, and DJL's
 * {@code synset.txt} and {@code serving.properties}: DJL opens it by {@code optModelPath}, {@code
 * Image} to {@code Classifications}, with its own translator; TensorFlow Serving and Python open
 * it, too. An ONNX file has the classes in {@code config.json} and what is done to photos in {@code
 * preprocessor_config.json}, both as the Hugging Face hub has them.
 */
public final class ModelExport {
  private static final String SERVING_PROPERTIES = "serving.properties";

  /** The classes by index, as the Hugging Face hub has them. */
  private static final String LABELS = "config.json";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private ModelExport() {}

  /**
   * Writes a model. The directory appears when it is complete, or not at all.
   *
   * @param trunks where the trunks are
   * @param asked the form; empty for the trunk's usual one
   * @param target a new or an empty directory, or an earlier export of that form, which is replaced
   * @return the size in bytes
   * @throws InvalidInputException if the model's trunk cannot be exported in that form
   * @throws java.nio.file.FileAlreadyExistsException if anything else is there; it stays untouched
   * @throws ModelUnavailableException if the model's trunk is not there
   * @throws IOException if a file of the model is missing or damaged, or if writing fails; the
   *     message names the file
   */
  public static long write(
      PublishedModel model, TrunkStore trunks, Optional<ExportFormat> asked, Path target)
      throws IOException {
    TrainedHead head = model.head();
    ModelProvenance provenance = model.provenance();
    Trunk trunk = model.trunk(head, trunks);
    List<ExportFormat> possible = trunk.exportFormats();
    ExportFormat format = asked.orElse(possible.get(0));
    if (!possible.contains(format)) {
      throw new InvalidInputException(
          "format: found " + format + ", expected " + possible + " for the trunk " + trunk.id());
    }
    try (AtomicDirectory directory = AtomicDirectory.at(target, files(format), ModelCard.FILES)) {
      Path partial = directory.partial();
      trunk.export(format, head.layers(), partial);
      List<String> classes = head.classes();
      AtomicFile.write(partial.resolve(PublishedModel.SYNSET), String.join("\n", classes) + "\n");
      switch (format) {
        case SAVED_MODEL ->
            AtomicFile.write(
                partial.resolve(SERVING_PROPERTIES), servingProperties(classes.size()));
        case ONNX -> AtomicFile.write(partial.resolve(LABELS), labels(classes));
      }
      ProvenanceJson.write(provenance.withoutPlaces(), partial.resolve(ProvenanceJson.FILE));
      ModelCard.of(
              model,
              head,
              provenance.withoutPlaces(),
              WeightsLicence.of(trunk),
              ModelCard.Use.of(format))
          .write(partial);
      long bytes = FileTree.size(partial);
      directory.complete();
      return bytes;
    }
  }

  private static Set<String> files(ExportFormat format) {
    String more =
        switch (format) {
          case SAVED_MODEL -> SERVING_PROPERTIES;
          case ONNX -> LABELS;
        };
    return Stream.of(
            format.files().stream(),
            Stream.of(PublishedModel.SYNSET, more, ProvenanceJson.FILE),
            ModelCard.FILES.stream())
        .flatMap(Function.identity())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String labels(List<String> classes) {
    JsonObject names = new JsonObject();
    JsonObject indexes = new JsonObject();
    for (int i = 0; i < classes.size(); i++) {
      names.addProperty(Integer.toString(i), classes.get(i));
      indexes.addProperty(classes.get(i), i);
    }
    JsonObject config = new JsonObject();
    config.add("id2label", names);
    config.add("label2id", indexes);
    return GSON.toJson(config) + "\n";
  }

  /**
   * By these DJL's own translator hands over whole photos as bytes, to be cropped and scaled by the
   * graph: DJL's resizing on TensorFlow takes other pixels than the classifier was trained on.
   */
  private static String servingProperties(int classes) {
    return String.join(
        "\n",
        "engine=TensorFlow",
        "translatorFactory=ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory",
        "application=cv/image_classification",
        "option.SignatureDefKey=" + ServingSignature.PIXELS.key(),
        "toTensor=false",
        "applySoftmax=false",
        "synsetFileName=" + PublishedModel.SYNSET,
        "topK=" + classes,
        "");
  }
}
