package dev.flowers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.util.ProgressBar;
import dev.flowers.explanation.Explainer;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.FlowersModelZoo;
import dev.flowers.zoo.ModelRepository;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever way a photo goes to a model, the answer is the same. */
class OneInferencePathIT {
  @TempDir static Path directory;
  private static Home home;
  private static List<Path> photos;

  @BeforeAll
  static void publish() throws IOException {
    SmallModel.Painted painted = SmallModel.paintedIn(directory, 8);
    home = painted.home();
    photos = painted.photos();
  }

  private static ZooModel<Image, Classifications> zooModel(Precision precision) throws Exception {
    return Criteria.builder()
        .setTypes(Image.class, Classifications.class)
        .optModelZoo(new FlowersModelZoo(home))
        .optOption("precision", precision.toString())
        .build()
        .loadModel();
  }

  /** Of all classes, in full. */
  private static List<Double> probabilities(List<String> classes, Classifications answer) {
    List<Double> probabilities = new ArrayList<>();
    for (String name : classes) {
      probabilities.add(answer.get(name).getProbability());
    }
    return probabilities;
  }

  @Test
  void onePhotoGetsTheSameProbabilitiesToTheLastBit() throws Exception {
    try (FlowerClassifier classifier = FlowerClassifier.load(home, ModelRepository.DEFAULT_NAME);
        Explainer explainer = Explainer.load(home, ModelRepository.DEFAULT_NAME);
        ZooModel<Image, Classifications> model = zooModel(Precision.best());
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      List<String> classes = classifier.classes();
      for (Path photo : photos.subList(0, 12)) {
        BufferedImage decoded = ImageDecoder.withDefaults().decode(photo);
        List<Double> expected = probabilities(classes, classifier.classify(photo));
        assertEquals(
            expected, probabilities(classes, classifier.classify(Files.readAllBytes(photo))));
        assertEquals(
            expected,
            probabilities(
                classes, classifier.classifyAll(List.of(photo)).get(0).classes().orElseThrow()));
        assertEquals(expected, probabilities(classes, explainer.predict(decoded).classes()));
        assertEquals(
            expected,
            probabilities(
                classes, predictor.predict(ImageFactory.getInstance().fromImage(decoded))));
      }
    }
  }

  @Test
  void anOcclusionMapIsOfTheSameProbability() throws Exception {
    BufferedImage photo = ImageDecoder.withDefaults().decode(photos.get(0));
    try (FlowerClassifier classifier = FlowerClassifier.load(home, ModelRepository.DEFAULT_NAME);
        Explainer explainer = Explainer.load(home, ModelRepository.DEFAULT_NAME)) {
      Classifications.Classification best = classifier.classify(photo).best();
      assertEquals(
          best.getProbability(),
          explainer.occlusion(photo, best.getClassName(), new ProgressBar()).probability());
    }
  }

  /** The engine adds a batch's numbers in another order; bfloat16 would round them to others. */
  @Test
  void aBatchGetsTheSameProbabilitiesUpToRounding() throws Exception {
    List<Image> images = new ArrayList<>();
    for (Path photo : photos) {
      images.add(ImageFactory.getInstance().fromImage(ImageDecoder.withDefaults().decode(photo)));
    }
    try (FlowerClassifier classifier =
            FlowerClassifier.load(
                home, ModelRepository.DEFAULT_NAME, Optional.of(Precision.FLOAT32));
        ZooModel<Image, Classifications> model = zooModel(Precision.FLOAT32);
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      List<FlowerClassifier.Answer> answers = classifier.classifyAll(photos);
      List<Classifications> batch = predictor.batchPredict(images);
      for (int i = 0; i < photos.size(); i++) {
        Classifications alone = classifier.classify(photos.get(i));
        for (String name : classifier.classes()) {
          double expected = alone.get(name).getProbability();
          assertEquals(
              expected, answers.get(i).classes().orElseThrow().get(name).getProbability(), 1e-6);
          assertEquals(expected, batch.get(i).get(name).getProbability(), 1e-6);
        }
      }
    }
  }
}
