package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.head.SmallHead;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelOnExecutorsTest {
  @Test
  void anotherHeadOfTheSameNameClassesAndTrunkIsRefused(@TempDir Path directory)
      throws IOException {
    Home home = new Home(directory);
    TrainedHead head = SmallHead.of(0);
    PublishedModel model =
        new ModelRepository(home)
            .publish(
                "roses",
                head,
                ModelProvenance.now(
                    "a.tfrecord",
                    "",
                    head.provenance(),
                    new ModelProvenance.TestFigures(
                        0, OptionalDouble.empty(), OptionalDouble.empty()),
                    "",
                    ""));
    ModelOnExecutors drivers = ModelOnExecutors.of(home, model, Precision.FLOAT32);
    SmallHead.of(1).save(model.directory());
    String message =
        String.valueOf(assertThrows(ExecutorException.class, drivers::loaded).getMessage());
    assertTrue(message.contains(": found another model roses:1 in " + directory), message);
    assertTrue(message.endsWith(": give every machine the same home"), message);
  }
}
