package dev.flowers.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkSource;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsLicenceTest {
  private static WeightsLicence licence(String id, int width, String file, long size)
      throws IOException {
    TrunkSource source = new TrunkSource(file, size, Instant.EPOCH, "");
    Trunk trunk =
        (Trunk)
            Proxy.newProxyInstance(
                Trunk.class.getClassLoader(),
                new Class<?>[] {Trunk.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "id" -> id;
                      case "width" -> width;
                      case "sources" -> List.of(source);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    return WeightsLicence.of(trunk);
  }

  @Test
  void thePublicWeightsHaveTheLicenceOfTheirDescriptor() throws IOException {
    WeightsLicence licence = licence("vgg16-relu6", 4096, "vgg16.npy", 553_432_081);
    assertEquals("cc-by-4.0", licence.id());
    assertEquals("https://creativecommons.org/licenses/by/4.0/", licence.url());
    assertTrue(licence.note().contains("may be under another licence"), licence.note());
  }

  @Test
  void ofAnyOtherFileNothingIsSaid() throws IOException {
    for (WeightsLicence licence :
        List.of(
            licence("vgg16-relu6", 4096, "mine.npy", 553_432_081),
            licence("vgg16-relu6", 128, "vgg16.npy", 1000),
            licence("efficientnet-lite0", 1280, "model.onnx", 1000))) {
      assertEquals("unknown", licence.id());
      assertEquals("", licence.url());
      assertTrue(licence.note().contains("see the source of that file"), licence.note());
    }
  }
}
