package dev.flowers.zoo;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import ai.djl.util.Utils;
import dev.flowers.trunk.PhotoInput;
import dev.flowers.trunk.PhotoTranslator;
import dev.flowers.trunk.ServingSignature;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives a translator from photos to classes to a model that DJL loaded from an export, with the
 * classes of its {@code synset.txt}. Unlike DJL's own translator it predicts photos of different
 * sizes in one batch, and lays transparent pixels over white.
 *
 * <pre>{@code
 * Criteria.builder()
 *     .setTypes(Image.class, Classifications.class)
 *     .optModelPath(exported)
 *     .optEngine("TensorFlow")
 *     .optOption("SignatureDefKey", "serving_default")
 *     .optTranslatorFactory(new ClassificationTranslatorFactory())
 * }</pre>
 */
public final class ClassificationTranslatorFactory implements TranslatorFactory {
  private static final String INPUT = ServingSignature.SERVING_DEFAULT.input();

  @Override
  public Set<Pair<Type, Type>> getSupportedTypes() {
    return Set.of(new Pair<>(Image.class, Classifications.class));
  }

  /**
   * Makes the translator.
   *
   * @throws TranslateException if the types are others, if the model was loaded with another
   *     signature than {@code serving_default}, or if it has no {@code synset.txt}
   */
  @Override
  @SuppressWarnings("unchecked") // the types were compared
  public <I, O> Translator<I, O> newInstance(
      Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
      throws TranslateException {
    if (!isSupported(input, output)) {
      throw new TranslateException(
          "found types " + input + " and " + output + ", expected " + getSupportedTypes());
    }
    String found = model.describeInput().get(0).getKey();
    if (!found.equals(INPUT)) {
      throw new TranslateException(
          model.getName()
              + ": found a signature that takes "
              + found
              + ", expected "
              + INPUT
              + "; load it with optOption(\"SignatureDefKey\", \""
              + ServingSignature.SERVING_DEFAULT.key()
              + "\")");
    }
    try {
      List<String> classes = model.getArtifact(PublishedModel.SYNSET, Utils::readLines);
      PhotoInput photos = PhotoInput.square(side(model));
      return (Translator<I, O>)
          new PhotoTranslator<>(photos, row -> LoadedModel.classifications(classes, row));
    } catch (IOException e) {
      throw new TranslateException(model.getName() + ": " + e.getMessage(), e);
    }
  }

  /** Of the square photos that an exported model takes: [batch, side, side, 3]. */
  private static int side(Model model) {
    return Math.toIntExact(model.describeInput().get(0).getValue().get(1));
  }
}
