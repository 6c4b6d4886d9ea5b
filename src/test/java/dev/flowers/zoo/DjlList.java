package dev.flowers.zoo;

import ai.djl.Application;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import dev.flowers.storage.Home;
import java.io.IOException;
import java.util.List;

/** A home's models as stock DJL lists them, which does not know this toolkit. */
final class DjlList {
  private DjlList() {}

  /** The versions of a model in the list's order; the list is read anew. */
  static List<String> versions(Home home, String name) throws IOException {
    return MRL
        .model(
            Repository.newInstance("home", home.zoo()),
            Application.CV.IMAGE_CLASSIFICATION,
            "dev.flowers",
            name,
            null,
            null)
        .listArtifacts()
        .stream()
        .map(Artifact::getVersion)
        .toList();
  }
}
