package example;

import dev.flowers.training.TrainingPipeline;
import dev.flowers.training.TrainingResult;
import java.nio.file.Path;

/** All that a program needs to train. */
final class Train {
  static void train(Path photos, Path weights) throws Exception {
    TrainingResult result =
        TrainingPipeline.builder().setPhotos(photos).optTrunk(weights).build().run();
    System.out.println(result.evaluation().text());
  }

  private Train() {}
}
