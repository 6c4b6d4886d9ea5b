package dev.flowers;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens {@code flowers-vgg16} of {@code $FLOWERS_HOME} by DJL's lookup, predicts a photo and closes
 * it, many times, and tells the process's resident memory on the way.
 *
 * <p>{@code LoadRounds PHOTO ROUNDS}; a line {@code rounds kB} each tenth of the rounds.
 */
public final class LoadRounds {
  private LoadRounds() {}

  public static void main(String[] args) throws Exception {
    Image photo = ImageFactory.getInstance().fromFile(Path.of(args[0]));
    int rounds = Integer.parseInt(args[1]);
    String first = round(photo);
    for (int done = 1; done <= rounds; done++) {
      if (!round(photo).equals(first)) {
        throw new AssertionError("round " + done + " answered something else");
      }
      if (done % (rounds / 10) == 0) {
        System.gc();
        System.out.println(done + " " + residentKilobytes());
      }
    }
  }

  private static String round(Image photo) throws Exception {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optArtifactId("flowers-vgg16")
            .build();
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      return predictor.predict(photo).toString();
    }
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS in /proc/self/status");
  }
}
