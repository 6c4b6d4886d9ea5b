package dev.flowers.zoo;

import dev.flowers.head.TrainedHead;
import dev.flowers.storage.AtomicDirectory;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.FileTree;
import dev.flowers.trunk.ExportFormat;
import dev.flowers.trunk.ServingSignature;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Exports a published model as a self-contained TensorFlow SavedModel. {@link ServingSignature}
 * describes its inputs. Beside it are DJL's {@code synset.txt} and {@code serving.properties}, and
 * the model's provenance in {@code model.json}. The directory may be moved, and needs neither a
 * home nor this toolkit.
 *
 * <p>DJL opens it by {@code optModelPath}, {@code Image} to {@code Classifications}, with its own
 * translator. TensorFlow Serving and Python open it, too.
 */
public final class SavedModelExport {
  private static final String SERVING_PROPERTIES = "serving.properties";
  private static final Set<String> FILES =
      Stream.concat(
              ExportFormat.SAVED_MODEL.files().stream(),
              Stream.of(PublishedModel.SYNSET, SERVING_PROPERTIES, ProvenanceJson.FILE))
          .collect(Collectors.toUnmodifiableSet());

  private SavedModelExport() {}

  /**
   * Writes a model. The directory appears when it is complete, or not at all.
   *
   * @param trunks where the converted trunks are
   * @param target a new or an empty directory, or an earlier export, which is replaced
   * @return the size in bytes
   * @throws java.nio.file.FileAlreadyExistsException if anything else is there; it stays untouched
   * @throws ModelUnavailableException if the model's trunk is not there
   * @throws IOException if a file of the model is missing or damaged, or if writing fails; the
   *     message names the file
   */
  public static long write(PublishedModel model, TrunkStore trunks, Path target)
      throws IOException {
    TrainedHead head = model.head();
    ModelProvenance provenance = model.provenance();
    try (AtomicDirectory directory = AtomicDirectory.at(target, FILES)) {
      Path partial = directory.partial();
      model.trunk(head, trunks).export(ExportFormat.SAVED_MODEL, head.layers(), partial);
      List<String> classes = head.classes();
      AtomicFile.write(partial.resolve(PublishedModel.SYNSET), String.join("\n", classes) + "\n");
      AtomicFile.write(partial.resolve(SERVING_PROPERTIES), servingProperties(classes.size()));
      ProvenanceJson.write(provenance.withoutPlaces(), partial.resolve(ProvenanceJson.FILE));
      long bytes = FileTree.size(partial);
      directory.complete();
      return bytes;
    }
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
