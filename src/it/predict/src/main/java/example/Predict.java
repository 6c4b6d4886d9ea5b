package example;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.flowers.FlowerClassifier;
import dev.flowers.training.TrainingPipeline;
import java.nio.file.Path;

/** A program of somebody else's that only predicts: by the front door, and by DJL's model zoo. */
public final class Predict {
  public static void main(String[] args) throws Exception {
    Path photos = Path.of(args[0]);
    Path photo = photos.resolve("roses/roses-0001.jpg");
    String answer;
    try (FlowerClassifier classifier = FlowerClassifier.load()) {
      answer = classifier.classify(photo).toString();
    }

    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optArtifactId("flowers-vgg16")
            .build();
    Image image = ImageFactory.getInstance().fromFile(photo);
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      check(answer.equals(predictor.predict(image).toString()), "zoo and FlowerClassifier agree");
    }

    Criteria<Image, float[]> features =
        Criteria.builder()
            .setTypes(Image.class, float[].class)
            .optArtifactId("vgg16-relu6")
            .build();
    try (ZooModel<Image, float[]> trunk = features.loadModel();
        Predictor<Image, float[]> predictor = trunk.newPredictor()) {
      check(predictor.predict(image).length == 4096, "the trunk gives 4096 features");
    }

    String message = "";
    try {
      TrainingPipeline.builder().setPhotos(photos).build().run();
    } catch (RuntimeException e) {
      message = String.valueOf(e.getMessage());
    }
    check(message.contains("ai.djl.pytorch:pytorch-engine:"), "training says what to add: " + message);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected that " + what);
    }
    System.out.println("ok: " + what);
  }

  private Predict() {}
}
